"""Stories related to one: they share its tags, its category, or words of its headline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from anyascii import anyascii
from sqlalchemy import Integer, Row, Select, bindparam, func, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, defer, joinedload

from portal.extensions import db
from portal.models.article import Article
from portal.models.clock import Moment, now
from portal.models.filing import Filing, Tagging

# Looked at: the newest of each tag and of the category, so that a story of 2011 with a tag of
# 50,000 stories costs no more than any other.
NEWEST = 40
CANDIDATES = 30
TAGS = 8
FOR_A_TAG, FOR_THE_CATEGORY, FOR_A_WORD = 3, 1, 2


def related_to(article: Article, size: int = 4) -> list[Article]:
    """The newest of the best, never itself. Two queries."""
    tags = [tagging.tag_id for tagging in article.taggings[:TAGS]]
    if not tags and article.category_id is None:
        return []
    shared = {"article": article.id, "category": article.category_id, "now": now()}
    shared |= {f"tag_{number}": tag for number, tag in enumerate(tags)}
    found = candidates(len(tags), article.category_id is not None)
    best = ranked(db.session.execute(found, shared).all(), words_of(article.headline))[:size]
    stories = {each.id: each for each in db.session.scalars(AS_CARDS, {"ids": best})}
    return [stories[id] for id in best if id in stories]


@cache
def candidates(tags: int, has_category: bool) -> Select:
    """The newest that share so many tags or the category, with their points, newest first."""
    pools = [newest_of(Tagging, Tagging.tag_id, f"tag_{number}") for number in range(tags)]
    if has_category:
        pools.append(newest_of(Filing, Filing.category_id, "category"))
    pool = union_all(*pools).subquery()
    points = func.sum(pool.c.points).label("points")
    best = (
        select(pool.c.article_id, points, func.max(pool.c.live_from).label("live_from"))
        .where(pool.c.article_id != bindparam("article", type_=Integer))
        .group_by(pool.c.article_id)
        .order_by(points.desc(), func.max(pool.c.live_from).desc())
        .limit(CANDIDATES)
        .subquery()
    )
    found = select(Article.id, Article.headline, best.c.points)
    found = found.join(best, best.c.article_id == Article.id)
    return found.order_by(best.c.live_from.desc(), Article.id.desc())


def newest_of(
    join: type[Tagging] | type[Filing], shared: InstrumentedAttribute[int], name: str
) -> Select:
    points = FOR_A_TAG if join is Tagging else FOR_THE_CATEGORY
    newest = (
        select(join.article_id, join.live_from, literal(points).label("points"))
        .where(shared == bindparam(name, type_=Integer))
        .where(join.live_from <= bindparam("now", type_=Moment))
        .order_by(join.live_from.desc(), join.article_id.desc())
        .limit(NEWEST)
    )
    return select(newest.subquery())


def ranked(rows: Sequence[Row], words: frozenset[str]) -> list[int]:
    """Their ids, the best first, of those the newest."""

    def worth(row: Row) -> int:
        return row.points + FOR_A_WORD * len(words & words_of(row.headline))

    return [row.id for row in sorted(rows, key=worth, reverse=True)]


@lru_cache(maxsize=4096)
def words_of(headline: str) -> frozenset[str]:
    """Its words of five letters and more, folded: shorter ones say little."""
    return frozenset(re.findall(r"[a-z0-9]{5,}", anyascii(headline).lower()))


AS_CARDS = (
    select(Article)
    .where(Article.id.in_(bindparam("ids", expanding=True)))
    .options(defer(Article.body, raiseload=True))
    .options(joinedload(Article.category), joinedload(Article.image))
)
