"""Digests of articles, which tell whether one was changed there or here since it was imported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from portal.extensions import db
from portal.models import Article, Byline, CategoryLink, Tagging
from portal.models.article.draft import ArticleDraft

# The columns that an editor can change. The address is missing, which is ours to choose.
COMPARED = (
    "headline",
    "standfirst",
    "body",
    "language",
    "meta_title",
    "meta_description",
    "indexing_rule",
    "image_id",
    "published_at",
    "submitted_at",
    "binned_at",
)
# Compared only where they say something, so that digests of earlier versions stay what they were.
COMPARED_IF_SET = (
    "source_id",
    "source_address",
    "original_headline",
    "original_language",
    "adaptation",
)


def digest_of_draft(draft: ArticleDraft) -> str:
    """Return the digest that the article will have once the draft is inserted."""
    values = {name: getattr(draft, name) for name in (*COMPARED, *COMPARED_IF_SET)}
    return digest_of(values, draft.category_ids, draft.tag_ids, draft.author_ids)


def digest_of(
    columns: Mapping[str, Any],
    categories: Sequence[int],
    tags: Sequence[int],
    authors: Sequence[int],
) -> str:
    values = [columns[name] for name in COMPARED]
    extra = {name: columns[name] for name in COMPARED_IF_SET if columns[name]}
    links = [list(categories[:1]), sorted(categories), list(tags), list(authors)]
    whole = (values, links, extra) if extra else (values, links)
    return sha256(repr(whole).encode()).hexdigest()


def digests_of_articles(ids: Collection[int]) -> dict[int, str]:
    """Return the digests of the articles with these ids as they are now."""
    names = (*COMPARED, *COMPARED_IF_SET)
    columns = [getattr(Article, name) for name in names]
    rows = db.session.execute(
        select(Article.id, Article.category_id, *columns).where(Article.id.in_(ids))
    ).all()
    direct = grouped(
        select(CategoryLink.article_id, CategoryLink.category_id).where(
            CategoryLink.article_id.in_(ids), CategoryLink.is_direct
        )
    )
    tags = grouped(
        select(Tagging.article_id, Tagging.tag_id)
        .where(Tagging.article_id.in_(ids))
        .order_by(Tagging.position)
    )
    authors = grouped(
        select(Byline.article_id, Byline.author_id)
        .where(Byline.article_id.in_(ids))
        .order_by(Byline.position)
    )
    found: dict[int, str] = {}
    for id, category_id, *values in rows:
        further = [each for each in direct[id] if each != category_id]
        categories = [category_id, *further] if category_id else further
        found[id] = digest_of(
            dict(zip(names, values, strict=True)), categories, tags[id], authors[id]
        )
    return found


def grouped(query) -> dict[int, list[int]]:
    """Return the ids of a two-column query by the article's id."""
    found: dict[int, list[int]] = defaultdict(list)
    for article_id, id in db.session.execute(query):
        found[article_id].append(id)
    return found
