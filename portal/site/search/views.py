"""The search: a page, and what shows under a search box while a reader types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from flask import Blueprint, Response, abort, request
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.models import Search
from portal.models.base.keyset_paging import BadCursor
from portal.models.search import SearchPage
from portal.models.search.parse import MAX_QUERY_CHARS
from portal.site.edition import Section, Signature, edition
from portal.site.search.highlight import Hit
from portal.site.search.periods import Period
from portal.web.rendering import render

bp = Blueprint("search", __name__)

SHORTEST = 2
LIVE = 6
PARTS = {"live": "site/search/_live_results.html", "cards": "site/search/_results.html"}

Noun = TypeVar("Noun", Section, Signature)


@bp.get("/search/")
def index() -> Response:
    """The stories with all the words of `?q=`, or the form alone. `?part=live` is for the box."""
    question = Question.asked()
    answer = render(
        "site/search/index.html",
        parts=PARTS,
        announce=question.announcement,
        heading=question.heading,
        question=question,
        found=question.found,
        hits=question.hits,
        is_first_page=not request.args.get("before"),
        sections=sections,
        words_of_path=words_of_path,
    )
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@dataclass(frozen=True)
class Question:
    """What a reader typed and chose, as the address has it."""

    words: str
    section: Section | None
    author: Signature | None
    period: str
    by_relevance: bool
    search: Search

    @classmethod
    def asked(cls) -> Question:
        """404 for a category, an author or a period that there is not."""
        words = request.args.get("q", "").strip()[:MAX_QUERY_CHARS]
        section = chosen("category", edition().sections.values())
        author = chosen("author", edition().authors)
        period = request.args.get("period", "")
        try:
            within = Period.named(period)
        except ValueError:
            abort(404)
        search = Search(
            words,
            section.id if section else None,
            author.id if author else None,
            within.since,
            within.until,
        )
        by_relevance = request.args.get("sort") == "relevance"
        return cls(words, section, author, period, by_relevance, search)

    @cached_property
    def found(self) -> SearchPage | None:
        """None when too little was typed to look for."""
        if len(self.words) < SHORTEST:
            return None
        page = self.search.most_relevant if self.by_relevance else self.search.newest
        size = LIVE if self.is_live else edition().settings.stories_per_page
        try:
            return page(request.args.get("before"), size)
        except BadCursor:
            abort(404)

    @cached_property
    def hits(self) -> list[Hit]:
        return [Hit(article, self.search.terms) for article in self.found or ()]

    @property
    def is_live(self) -> bool:
        return request.args.get("part") == "live"

    @property
    def heading(self) -> str:
        return _("Search: %(words)s", words=self.words) if self.words else _("Search")

    @property
    def announcement(self) -> str:
        """Of what came below; a box tells of its own."""
        if self.is_live:
            return ""
        return ngettext("%(num)d more story", "%(num)d more stories", len(self.hits))


def chosen(name: str, nouns: Iterable[Noun]) -> Noun | None:
    """The one that the address names as its own address does: `category=economy/rail`."""
    if not (words := request.args.get(name)):
        return None
    return next((each for each in nouns if each.path == f"/{name}/{words}/"), None) or abort(404)


def words_of_path(path: str) -> str:
    """`economy/rail` of `/category/economy/rail/`."""
    return path.split("/", 2)[2].rstrip("/")


def sections() -> Iterator[Section]:
    """Every category with a live story, in the order of the tree."""
    waiting = edition().tree[::-1]
    while waiting:
        section = waiting.pop()
        if section.count:
            yield section
            waiting += section.children[::-1]
