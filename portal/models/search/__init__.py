"""The search for live stories by headline, standfirst, body, and the names of tags and authors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import select

from portal.extensions import db
from portal.models.article.article import Article
from portal.models.article.loading import for_cards
from portal.models.base.clock import now
from portal.models.base.keyset_paging import BadCursor, ListPage
from portal.models.search import index_listeners  # noqa: F401  listens
from portal.models.search.entry import (
    KEYS_PER_SECOND,
    LARGEST_KEY,
    SearchEntry,
    Text,
    author_label,
    category_label,
    first_key,
)
from portal.models.search.indexing import (
    count_due,
    engine_of,
    index_all_due,
    index_articles,
    mark_all_due,
)
from portal.models.search.parse import Term, parse
from portal.models.search.search_query import MAX_COUNTED, MAX_RANKED, SearchQuery

__all__ = [
    "Search",
    "SearchEntry",
    "SearchPage",
    "Term",
    "Text",
    "count_due",
    "index_all_due",
    "index_articles",
    "mark_all_due",
]  # fmt: skip


@dataclass(frozen=True)
class SearchPage(ListPage):
    """A page of results. `count` on the first page is their number up to MAX_COUNTED; later it is None."""

    count: int | None = None
    has_more: bool = False


@dataclass(frozen=True)
class Search:
    """A reader's query and its filters: a category with all below it, an author, a period."""

    text: str
    category_id: int | None = None
    author_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The words and phrases of the query."""
        return parse(self.text)

    def newest(self, before: str | None = None, size: int = 20) -> SearchPage:
        """Return the newest stories with all terms, older than the cursor. Raises BadCursor."""
        cursor = number_of(before)
        keys = self.keys("newest", size + 1 if before else MAX_COUNTED + 1, cursor)
        older = str(keys[size - 1]) if len(keys) > size else None
        return found(keys, keys[:size], older, is_first=not before)

    def most_relevant(self, before: str | None = None, size: int = 20) -> SearchPage:
        """Return the newest MAX_RANKED stories with all terms, most relevant first.

        The cursor is the number of stories on earlier pages. Raises BadCursor.
        """
        start = number_of(before) or 0
        keys = self.keys("most_relevant", MAX_RANKED)
        end = start + size
        older = str(end) if len(keys) > end else None
        return found(keys, keys[start:end], older, is_first=not before)

    def keys(self, order: str, limit: int, before: int | None = None) -> list[int]:
        if not self.terms:
            return []
        labels = [category_label(self.category_id)] if self.category_id else []
        labels += [author_label(self.author_id)] if self.author_id else []
        ahead = first_key(now()) + KEYS_PER_SECOND
        end = min(before or ahead, ahead, first_key(self.until) if self.until else ahead)
        start = first_key(self.since) if self.since else 0
        session = db.session()
        asked = SearchQuery(self.terms, tuple(labels), start, end)
        keys: list[int] = getattr(engine_of(session), order)(session, asked, limit)
        return keys


def number_of(cursor: str | None) -> int | None:
    if not cursor:
        return None
    if not (cursor.isascii() and cursor.isdecimal() and int(cursor[:20]) <= LARGEST_KEY):
        raise BadCursor(cursor)
    return int(cursor[:20])


def found(keys: list[int], shown: list[int], older: str | None, is_first: bool) -> SearchPage:
    count = min(len(keys), MAX_COUNTED) if is_first else None
    return SearchPage(stories_at(shown), older, count, is_first and len(keys) > MAX_COUNTED)


def stories_at(keys: list[int]) -> list[Article]:
    """Return the live stories of these keys, in their order and with their bodies."""
    query = (
        for_cards(select(Article, SearchEntry.key), with_body=True)
        .join(SearchEntry, SearchEntry.article_id == Article.id)
        .where(SearchEntry.key.in_(keys), Article.is_live)
    )
    stories = {key: article for article, key in db.session.execute(query)} if keys else {}
    return [stories[key] for key in keys if key in stories]
