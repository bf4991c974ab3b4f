"""Query options that load what cards and feeds show of articles, in a fixed number of queries."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import defer, joinedload, selectinload, undefer

from portal.models.article.article import Article
from portal.models.article.links import Byline, CategoryLink, Tagging
from portal.models.taxonomy.author import Author

Q = TypeVar("Q", bound="Select[*tuple[Any, ...]]")


def for_cards(query: Q, with_body: bool = False) -> Q:
    """Load all that a card shows, the body only if asked for: two more queries, however many cards."""
    return query.options(
        undefer(Article.body) if with_body else defer(Article.body, raiseload=True),
        joinedload(Article.category),
        joinedload(Article.image),
        selectinload(Article.bylines).joinedload(Byline.author).load_only(Author.name, Author.slug),
    )


def for_feeds(query: Q) -> Q:
    """Load all that a feed contains: three more queries, however many stories."""
    return query.options(
        joinedload(Article.image),
        joinedload(Article.source),
        joinedload(Article.corrections),
        selectinload(Article.bylines).joinedload(Byline.author),
        selectinload(Article.category_links).joinedload(CategoryLink.category),
        selectinload(Article.taggings).joinedload(Tagging.tag),
    )
