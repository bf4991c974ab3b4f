"""The front page: one lead, four seconds, three more headlines, then a strip for each chosen category."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from flask import Blueprint, request
from flask import redirect as lead_on
from sqlalchemy import Select, literal, select, union_all
from werkzeug import Response

from portal.extensions import db
from portal.models import Article, CategoryLink, Pin, now
from portal.models.article.queries import for_cards
from portal.models.site.pin import HIDDEN_SLOT, SLOTS
from portal.site.article.structured_data import site_data
from portal.site.edition import Section, edition
from portal.site.wordpress_urls import plain_address
from portal.web.rendering import render

bp = Blueprint("front", __name__)

STRIP = 4
MORE = 3
ABOVE_STRIPS = len(SLOTS) + MORE


@dataclass(frozen=True)
class Strip:
    section: Section
    articles: list[Article]

    @property
    def lead(self) -> Article:
        """The newest with a picture, which a strip needs; without any, the newest."""
        return next((each for each in self.articles if each.image), self.articles[0])

    @property
    def headlines(self) -> list[Article]:
        return [each for each in self.articles if each is not self.lead]


@bp.get("/")
def show() -> Response:
    """The front page; `/?p=12` and WordPress's other plain addresses lead on."""
    if old := plain_address(request.args):
        return lead_on(old, 301)
    above = ids_above_strips()
    strips = ids_of_strips(above)
    articles = by_id([*above, *(id for ids in strips.values() for id in ids)])
    return render(
        "site/front/index.html",
        canonical="/",
        data=site_data(),
        lead=articles[above[0]] if above else None,
        seconds=[articles[id] for id in above[1 : len(SLOTS)]],
        more=[articles[id] for id in above[len(SLOTS) :]],
        strips=[Strip(at, [articles[id] for id in ids]) for at, ids in strips.items()],
    )


def ids_above_strips() -> list[int]:
    """The pinned stories in their slots, the newest in the empty ones and after them."""
    pinned = (
        select(Pin.slot, Article.published_at, Article.id)
        .join(Article)
        .where(Article.is_live, Pin.slot != HIDDEN_SLOT)
    )
    newest = (
        Article.live()
        .where(Article.id.not_in(kept_off()))
        .with_only_columns(literal(""), Article.published_at, Article.id)
        .limit(ABOVE_STRIPS + len(SLOTS))
        .subquery()
    )
    rows = sorted(
        db.session.execute(union_all(pinned, select(newest))).all(), key=lambda row: row[1:]
    )
    slots = {slot: id for slot, _, id in rows if slot}
    rest = [id for slot, _, id in reversed(rows) if not slot and id not in slots.values()]
    top = [id for slot in SLOTS if (id := slots.get(slot) or (rest.pop(0) if rest else None))]
    return top + rest[:MORE]


def kept_off() -> Select:
    """The articles that an editor keeps off the front page."""
    return select(Pin.article_id).where(Pin.slot == HIDDEN_SLOT)


def ids_of_strips(shown: list[int]) -> dict[Section, list[int]]:
    """For each chosen category, or the first four with stories: its newest that stand not above."""
    sections = edition().sections
    chosen = [sections[id] for id in edition().settings.strips if id in sections]
    chosen = chosen or [section for section in edition().tree if section.count][:4]
    if not chosen:
        return {}
    enough = STRIP * len(chosen) + len(shown)
    queries = [
        select(
            select(CategoryLink.category_id, CategoryLink.live_from, CategoryLink.article_id)
            .where(CategoryLink.category_id == section.id, CategoryLink.live_from <= now())
            .where(CategoryLink.article_id.not_in(kept_off()))
            .order_by(CategoryLink.live_from.desc(), CategoryLink.article_id.desc())
            .limit(enough)
            .subquery()
        )
        for section in chosen
    ]
    newest: dict[int, list[int]] = defaultdict(list)
    rows = sorted(db.session.execute(union_all(*queries)), key=lambda row: row[1:], reverse=True)
    for category_id, _, article_id in rows:
        newest[category_id].append(article_id)
    taken = set(shown)
    strips = {}
    for section in chosen:
        ids = [id for id in newest[section.id] if id not in taken][:STRIP]
        taken.update(ids)
        if ids:
            strips[section] = ids
    return strips


def by_id(ids: list[int]) -> dict[int, Article]:
    found = db.session.scalars(for_cards(select(Article).where(Article.id.in_(ids))))
    return {article.id: article for article in found.unique()}
