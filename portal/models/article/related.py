"""Related stories: they share tags, the category, or words of the headline."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from heapq import nlargest
from typing import NamedTuple

from anyascii import anyascii
from sqlalchemy import Integer, Select, bindparam, select
from sqlalchemy.orm import joinedload, load_only

from portal.extensions import db, read_session
from portal.models.article.article import Article
from portal.models.article.links import CategoryLink, Tagging
from portal.models.base.clock import UtcDateTime, now

# Candidates are the newest of each tag and of the category, so that an old story with a tag of
# 50,000 stories costs no more than any other.
NEWEST = 40
TAGS = 8
FOR_A_TAG, FOR_THE_CATEGORY, FOR_A_WORD = 3, 1, 2


class Candidate(NamedTuple):
    """A story that may be related; the newer of two with equal points comes first."""

    live_from: datetime
    id: int
    words: frozenset[str]


Pool = dict[int, Candidate]
Pools = Callable[..., Pool]


def newest_of(join: type[Tagging] | type[CategoryLink], id: int) -> Pool:
    """Return the newest stories of a tag or a category, by their ids."""
    rows = db.session.execute(NEWEST_OF[join], {"of": id, "now": now()})
    return {row.id: Candidate(row.live_from, row.id, words_of(row.headline)) for row in rows}


def related_to(article: Article, size: int, pools: Pools = newest_of) -> list[int]:
    """Return the ids of the `size` best related stories, never the article's own.

    `pools` may be a cached version of `newest_of`.
    """
    of_tags = [pools(Tagging, tagging.tag_id) for tagging in article.taggings[:TAGS]]
    of_category = pools(CategoryLink, article.category_id) if article.category_id else {}
    tags_shared = Counter(id for pool in of_tags for id in pool)
    words = words_of(article.headline)

    def worth(each: Candidate) -> tuple[int, Candidate]:
        points = FOR_A_TAG * tags_shared[each.id] + FOR_A_WORD * len(words & each.words)
        return points + FOR_THE_CATEGORY * (each.id in of_category), each

    found = {id: each for pool in (*of_tags, of_category) for id, each in pool.items()}
    found.pop(article.id, None)
    return [each.id for each in nlargest(size, found.values(), key=worth)]


@lru_cache(maxsize=4096)
def words_of(headline: str) -> frozenset[str]:
    """Return the folded words of five letters and more; shorter ones say little about the subject."""
    return frozenset(re.findall(r"[a-z0-9]{5,}", anyascii(headline).lower()))


def as_cards(ids: Iterable[int]) -> dict[int, Article]:
    """Return these stories by id with all that a card shows, detached, so that any thread can read them."""
    with read_session() as session:
        return {each.id: each for each in session.scalars(AS_CARDS, {"ids": [*ids]})}


def newest_through(
    join: type[Tagging] | type[CategoryLink], of: str
) -> Select[int, str, datetime | None]:
    return (
        select(Article.id, Article.headline, join.live_from)
        .join(join, join.article_id == Article.id)
        .where(getattr(join, of) == bindparam("of", type_=Integer))
        .where(join.live_from <= bindparam("now", type_=UtcDateTime))
        .order_by(join.live_from.desc(), join.article_id.desc())
        .limit(NEWEST)
    )


NEWEST_OF = {
    Tagging: newest_through(Tagging, "tag_id"),
    CategoryLink: newest_through(CategoryLink, "category_id"),
}
ON_A_CARD = (
    Article.headline,
    Article.standfirst,
    Article.kicker,
    Article.language,
    Article.published_at,
    Article.day,
    Article.slug,
)
AS_CARDS = (
    select(Article)
    .where(Article.id.in_(bindparam("ids", expanding=True)))
    .options(
        load_only(*ON_A_CARD, raiseload=True),
        joinedload(Article.category),
        joinedload(Article.image),
    )
)
