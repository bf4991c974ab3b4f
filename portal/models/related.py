"""Stories related to one: they share its tags, its category, or words of its headline."""

from __future__ import annotations

import re
from collections.abc import Sequence

from anyascii import anyascii
from sqlalchemy import Select, func, literal, select, union_all
from sqlalchemy.orm import defer, joinedload

from portal.extensions import db
from portal.models.article import Article
from portal.models.clock import now
from portal.models.filing import Filing, Tagging

# Looked at: the newest of each tag and of the category, so that a story of 2011 with a tag of
# 50,000 stories costs no more than any other.
NEWEST = 60
CANDIDATES = 40
FOR_A_TAG, FOR_THE_CATEGORY, FOR_A_WORD = 3, 1, 2


def related_to(article: Article, size: int = 4) -> list[Article]:
    """The newest of the best, never itself. One query."""
    pools = [newest_of(Tagging, Tagging.tag_id == tag.tag_id) for tag in article.taggings]
    if article.category_id:
        pools.append(newest_of(Filing, Filing.category_id == article.category_id))
    if not pools:
        return []
    pool = union_all(*pools).subquery()
    points = func.sum(pool.c.points).label("points")
    best = (
        select(pool.c.article_id, points)
        .where(pool.c.article_id != article.id)
        .group_by(pool.c.article_id)
        .order_by(points.desc(), func.max(pool.c.live_from).desc())
        .limit(CANDIDATES)
        .subquery()
    )
    query = (
        select(Article, best.c.points)
        .join(best, best.c.article_id == Article.id)
        .where(Article.is_live)
        .options(
            defer(Article.body, raiseload=True),
            joinedload(Article.category),
            joinedload(Article.image),
        )
    )
    return ranked(db.session.execute(query).all(), words_of(article.headline))[:size]


def newest_of(join: type[Tagging] | type[Filing], condition) -> Select:
    points = FOR_A_TAG if join is Tagging else FOR_THE_CATEGORY
    newest = (
        select(join.article_id, join.live_from, literal(points).label("points"))
        .where(condition, join.live_from <= now())
        .order_by(join.live_from.desc(), join.article_id.desc())
        .limit(NEWEST)
    )
    return select(newest.subquery())


def ranked(rows: Sequence, words: set[str]) -> list[Article]:
    def worth(row) -> tuple:
        article, points = row
        shared = len(words & words_of(article.headline))
        return points + FOR_A_WORD * shared, article.published_at, article.id

    return [article for article, _ in sorted(rows, key=worth, reverse=True)]


def words_of(headline: str) -> set[str]:
    """Its words of five letters and more, folded: shorter ones say little."""
    return set(re.findall(r"[a-z0-9]{5,}", anyascii(headline).lower()))
