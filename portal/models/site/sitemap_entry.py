"""The sitemap's entries: the pages for search engines, and when each last changed for readers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, load_only

from portal.extensions import db
from portal.models.article.article import Article, Indexing
from portal.models.article.links import Byline, CategoryLink, Tagging
from portal.models.base.clock import now
from portal.models.site.page import Page
from portal.models.taxonomy.author import Author
from portal.models.taxonomy.category import Category
from portal.models.taxonomy.tag import Tag

# sitemaps.org allows 50,000; fewer keep a file small and quick to write.
ADDRESSES_PER_FILE = 10_000
BATCH = 1_000

# Stories with another canonical address, or with noindex, are not listed.
FOUND_HERE = (Indexing.OWN, Indexing.NOINDEX_NEWS)


@dataclass(frozen=True)
class SitemapSection:
    """The entries of one model. `needed` are the columns of its path."""

    noun: Any
    needed: tuple[InstrumentedAttribute[Any], ...]
    changed_at: SQLColumnExpression[Any]
    rules: tuple[Any, ...] = ()

    def numbers(self) -> Iterator[tuple[int, datetime]]:
        """Yield the number of each file that has entries, and when one of them last changed."""
        last = db.session.scalar(select(func.max(self.noun.id))) or 0
        for number in range(1, (last - 1) // ADDRESSES_PER_FILE + 2):
            _, changed_at = self.count(number)
            if changed_at:
                yield number, changed_at

    def count(self, number: int) -> tuple[int, datetime | None]:
        """Return how many entries a file has, and when one of them last changed."""
        file = self.select(func.count(), func.max(self.changed_at)).where(*self.within(number))
        count, changed_at = db.session.execute(file).one()
        return count, changed_at

    def rows(self, number: int) -> Iterator[tuple[Any, datetime]]:
        """Yield each entry of a file with the time of its last change; reads BATCH rows at a time."""
        query = self.select(self.noun, self.changed_at).options(load_only(*self.needed))
        query = query.where(*self.within(number)).order_by(self.noun.id).limit(BATCH)
        last = 0
        while batch := db.session.execute(query.where(self.noun.id > last)).all():
            yield from batch
            last = batch[-1][0].id

    def select(self, *columns: Any) -> Select[Any]:
        return select(*columns).where(*self.rules, self.changed_at.is_not(None))

    def within(self, number: int) -> tuple[ColumnElement[bool], ...]:
        """Return the range of ids in a file, so that new rows leave older files unchanged."""
        last = number * ADDRESSES_PER_FILE
        return self.noun.id > last - ADDRESSES_PER_FILE, self.noun.id <= last


def sitemap_sections() -> dict[str, SitemapSection]:
    """Return the sections by name. Categories, tags and authors without a live story are not listed."""
    return {
        "articles": SitemapSection(
            Article,
            (Article.day, Article.slug),
            case((Article.updated_at > Article.published_at, Article.updated_at), else_=Article.published_at),
            (Article.is_live, Article.indexing.in_(FOUND_HERE)),
        ),
        "categories": SitemapSection(
            Category, (Category.path_words,), newest(CategoryLink.live_from, CategoryLink.category_id == Category.id)
        ),
        "tags": SitemapSection(Tag, (Tag.slug,), newest(Tagging.live_from, Tagging.tag_id == Tag.id)),
        "authors": SitemapSection(Author, (Author.slug,), newest(Byline.live_from, Byline.author_id == Author.id)),
        "pages": SitemapSection(Page, (Page.path_words,), Page.updated_at, (Page.published_at <= now(),)),
    }  # fmt: skip


def newest(
    live_from: InstrumentedAttribute[Any], of_noun: ColumnElement[bool]
) -> ColumnElement[Any]:
    """Return when the newest live story of a list appeared: one lookup in one index."""
    query = select(live_from).where(of_noun, live_from <= now())
    return (
        query.order_by(live_from.desc())
        .limit(1)
        .correlate_except(live_from.class_)
        .scalar_subquery()
    )
