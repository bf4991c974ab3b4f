"""The front page: a lead, four seconds, three more headlines, then strips of categories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, redirect, request
from sqlalchemy import Select, literal, select, union_all
from werkzeug import Response

from portal.extensions import db
from portal.models import Article, CategoryLink, Pin, now
from portal.models.article.loading import for_cards
from portal.models.site.pin import HIDDEN_SLOT, SLOTS
from portal.site.article.structured_data import site_data
from portal.site.edition import Section, edition
from portal.site.errors.wordpress_urls import resolve_query
from portal.web.rendering import render

bp = Blueprint("front", __name__)

STRIP_SIZE = 4
DEFAULT_STRIPS = 4
MORE_HEADLINES = 3
STORIES_ABOVE_STRIPS = len(SLOTS) + MORE_HEADLINES


@dataclass(frozen=True)
class Strip:
    """A category on the front page, with its newest stories that are not further up."""

    section: Section
    articles: list[Article]

    @property
    def lead(self) -> Article:
        """The newest story with a picture, because a strip needs one; else the newest."""
        return next((article for article in self.articles if article.image), self.articles[0])

    @property
    def headlines(self) -> list[Article]:
        return [article for article in self.articles if article is not self.lead]


@bp.get("/")
def show() -> Response:
    """Show the front page, or redirect `/?p=12` and WordPress's other plain addresses."""
    if target := resolve_query(request.args):
        return redirect(target, 301)
    above = ids_above_strips()
    strips = ids_of_strips(above)
    articles = load_cards([*above, *(id for ids in strips.values() for id in ids)])
    return render(
        "site/front/index.html",
        canonical="/",
        data=site_data(),
        lead=articles[above[0]] if above else None,
        seconds=[articles[id] for id in above[1 : len(SLOTS)]],
        more=[articles[id] for id in above[len(SLOTS) :]],
        strips=[Strip(section, [articles[id] for id in ids]) for section, ids in strips.items()],
    )


def ids_above_strips() -> list[int]:
    """Return the pinned stories in their slots, with the newest in empty slots and after them."""
    pinned = (
        select(Pin.slot, Article.published_at, Article.id)
        .join(Article)
        .where(Article.is_live, Pin.slot != HIDDEN_SLOT)
    )
    newest = (
        Article.live()
        .where(Article.id.not_in(excluded_ids()))
        .with_only_columns(literal(""), Article.published_at, Article.id)
        .limit(STORIES_ABOVE_STRIPS + len(SLOTS))
        .subquery()
    )
    rows = sorted(
        db.session.execute(union_all(pinned, select(newest))).all(), key=lambda row: row[1:]
    )
    slots = {slot: id for slot, _, id in rows if slot}
    rest = [id for slot, _, id in reversed(rows) if not slot and id not in slots.values()]
    top = [id for slot in SLOTS if (id := slots.get(slot) or (rest.pop(0) if rest else None))]
    return top + rest[:MORE_HEADLINES]


def excluded_ids() -> Select[int]:
    """Select the articles that an editor excludes from the front page."""
    return select(Pin.article_id).where(Pin.slot == HIDDEN_SLOT)


def ids_of_strips(shown: list[int]) -> dict[Section, list[int]]:
    """Return the newest stories of each strip's category that are not among `shown`.

    The strips are those chosen at the desk; without a choice, the first four categories with
    stories. No story is in two strips.
    """
    sections = chosen_sections()
    if not sections:
        return {}
    newest = newest_ids(sections, STRIP_SIZE * len(sections) + len(shown))
    seen = set(shown)
    strips = {}
    for section in sections:
        ids = [id for id in newest[section.id] if id not in seen][:STRIP_SIZE]
        seen.update(ids)
        if ids:
            strips[section] = ids
    return strips


def chosen_sections() -> list[Section]:
    sections = edition().sections
    chosen = [sections[id] for id in edition().settings.strips if id in sections]
    with_stories = (section for section in edition().top_sections if section.count)
    return chosen or list(with_stories)[:DEFAULT_STRIPS]


def newest_ids(sections: Iterable[Section], limit: int) -> dict[int, list[int]]:
    """Return the ids of the `limit` newest stories of each section, by the section's id."""
    queries = [
        select(
            select(CategoryLink.category_id, CategoryLink.live_from, CategoryLink.article_id)
            .where(CategoryLink.category_id == section.id, CategoryLink.live_from <= now())
            .where(CategoryLink.article_id.not_in(excluded_ids()))
            .order_by(CategoryLink.live_from.desc(), CategoryLink.article_id.desc())
            .limit(limit)
            .subquery()
        )
        for section in sections
    ]
    newest: dict[int, list[int]] = defaultdict(list)
    rows = sorted(db.session.execute(union_all(*queries)), key=lambda row: row[1:], reverse=True)
    for category_id, _, article_id in rows:
        newest[category_id].append(article_id)
    return newest


def load_cards(ids: list[int]) -> dict[int, Article]:
    """Return these articles by id, with everything that a card shows."""
    cards = db.session.scalars(for_cards(select(Article).where(Article.id.in_(ids))))
    return {article.id: article for article in cards.unique()}
