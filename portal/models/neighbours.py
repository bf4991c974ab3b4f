"""The stories next to one in time."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Row, and_, select, tuple_, union_all

from portal.extensions import db
from portal.models.article import Article
from portal.models.filing import Filing


@dataclass(frozen=True)
class Neighbour:
    headline: str
    path: str


@dataclass(frozen=True)
class Neighbours:
    older: Neighbour | None = None
    newer: Neighbour | None = None


def neighbours_of(article: Article, within_category: bool = False) -> Neighbours:
    """The live stories just before and just after one: of the whole site, or of its category."""
    place = tuple_(Article.published_at, Article.id)
    here = tuple_(article.published_at, article.id)
    columns = (Article.id, Article.headline, Article.day, Article.slug, Article.published_at)
    live = select(*columns).where(Article.is_live)
    if within_category and article.category_id:
        filed = and_(Filing.article_id == Article.id, Filing.category_id == article.category_id)
        live = live.join(Filing, filed)
    older = live.where(place < here).order_by(Article.published_at.desc(), Article.id.desc())
    newer = live.where(place > here).order_by(Article.published_at, Article.id)
    both = union_all(*(select(each.limit(1).subquery()) for each in (older, newer)))
    found = {(row.published_at, row.id) > key(article): row for row in db.session.execute(both)}
    return Neighbours(as_neighbour(found.get(False)), as_neighbour(found.get(True)))


def key(article: Article) -> tuple:
    return article.published_at, article.id


def as_neighbour(row: Row | None) -> Neighbour | None:
    return Neighbour(row.headline, f"/{row.day:%Y/%m/%d}/{row.slug}/") if row else None
