"""The search that an address asks for: the words and the filters, with their results."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from flask import abort, request
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.models import Search
from portal.models.base.keyset_paging import BadCursor
from portal.models.search import SearchPage
from portal.models.search.parse import MAX_QUERY_CHARS
from portal.site.edition import ListedAuthor, Section, edition
from portal.site.search.highlight import Hit
from portal.site.search.periods import Period
from portal.wording.folding import words_of

# static/js/search.js has the same limit.
MIN_QUERY_CHARS = 2
LIVE_SIZE = 6

Filter = TypeVar("Filter", Section, ListedAuthor)


@dataclass(frozen=True)
class SearchQuery:
    """The words and the filters of the address. `period` is the name of a `Period`."""

    words: str
    section: Section | None
    author: ListedAuthor | None
    period: str
    by_relevance: bool
    search: Search

    @classmethod
    def from_request(cls) -> SearchQuery:
        """Read the parameters; abort with 404 for an unknown category, author or period."""
        words = request.args.get("q", "").strip()[:MAX_QUERY_CHARS]
        section = find_by_path("category", edition().sections.values())
        author = find_by_path("author", edition().authors)
        name = request.args.get("period", "")
        try:
            period = Period.parse(name)
        except ValueError:
            abort(404)
        search = Search(
            words,
            section.id if section else None,
            author.id if author else None,
            period.since,
            period.until,
        )
        by_relevance = request.args.get("sort") == "relevance"
        return cls(words, section, author, name, by_relevance, search)

    @cached_property
    def found(self) -> SearchPage | None:
        """The page of results that `?before=` asks for; None if the words are too short."""
        if is_too_short(self.words):
            return None
        page = self.search.most_relevant if self.by_relevance else self.search.newest
        size = LIVE_SIZE if self.is_live else edition().settings.stories_per_page
        try:
            return page(request.args.get("before"), size)
        except BadCursor:
            abort(404)

    @cached_property
    def hits(self) -> list[Hit]:
        return [Hit(article, self.search.terms) for article in self.found or ()]

    @property
    def is_live(self) -> bool:
        """True for the results under a search box, which show while a reader types."""
        return request.args.get("part") == "live"

    @property
    def heading(self) -> str:
        return str(_("Search: %(words)s", words=self.words) if self.words else _("Search"))

    @property
    def announcement(self) -> str:
        """The text for screen readers when results are loaded; a search box has its own status."""
        if self.is_live:
            return ""
        return str(ngettext("%(num)d more story", "%(num)d more stories", len(self.hits)))


def is_too_short(text: str) -> bool:
    """Return True for a single letter. One sign of a script without spaces, Hangul or emoji is enough."""
    if len(text) >= MIN_QUERY_CHARS or not text:
        return not text
    is_word = any(len(word) > 1 or not word.isascii() for word in words_of(text))
    return not (is_word or "\uac00" <= text <= "\ud7a3")


def find_by_path(name: str, nouns: Iterable[Filter]) -> Filter | None:
    """Return the noun that a parameter names by its path, as in `category=economy/rail`.

    None without the parameter; abort with 404 if no noun has this path.
    """
    if not (words := request.args.get(name)):
        return None
    return next((noun for noun in nouns if noun.search_value == words), None) or abort(404)
