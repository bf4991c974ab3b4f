"""The previous and the next story in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import CompoundSelect, Integer, Row, bindparam, select, tuple_, union_all

from portal.extensions import db
from portal.models.article.article import Article
from portal.models.article.links import CategoryLink
from portal.models.base.clock import UtcDateTime, now


@dataclass(frozen=True)
class Neighbour:
    """The columns that a link to a neighbouring story needs."""

    headline: str
    path: str
    language: str | None = None


@dataclass(frozen=True)
class Neighbours:
    """The live stories just before and just after one."""

    older: Neighbour | None = None
    newer: Neighbour | None = None


def neighbours_of(article: Article, within_category: bool = False) -> Neighbours:
    """Return the live stories just before and after this one, of the whole site or of its category."""
    within = within_category and article.category_id is not None
    moment = now()  # a preview may have a later date
    place = {"here": min(article.published_at or moment, moment), "id": article.id}
    both = db.session.execute(
        next_to(within), place | {"category": article.category_id, "now": moment}
    )
    found = {(row.published_at, row.id) > key(article): row for row in both}
    return Neighbours(as_neighbour(found.get(False)), as_neighbour(found.get(True)))


@cache
def next_to(within_category: bool) -> CompoundSelect[Any]:
    """Return one query for both: what is older than a live story is live too, unless it is binned."""
    place = tuple_(Article.published_at, Article.id)
    here = tuple_(bindparam("here", type_=UtcDateTime), bindparam("id", type_=Integer))
    columns = (
        Article.id,
        Article.headline,
        Article.language,
        Article.day,
        Article.slug,
        Article.published_at,
    )
    live = select(*columns).where(Article.binned_at.is_(None))
    if within_category:
        live = live.join(CategoryLink, CategoryLink.article_id == Article.id)
        live = live.where(CategoryLink.category_id == bindparam("category", type_=Integer))
        place = tuple_(CategoryLink.live_from, CategoryLink.article_id)
    at, id = place.clauses
    older = live.where(place < here).order_by(at.desc(), id.desc())
    newer = live.where(place > here, at <= bindparam("now", type_=UtcDateTime)).order_by(at, id)
    return union_all(*(select(each.limit(1).subquery()) for each in (older, newer)))


def key(article: Article) -> tuple[datetime | None, int]:
    return article.published_at, article.id


def as_neighbour(row: Row[Any] | None) -> Neighbour | None:
    if row is None:
        return None
    return Neighbour(row.headline, f"/{row.day:%Y/%m/%d}/{row.slug}/", row.language)
