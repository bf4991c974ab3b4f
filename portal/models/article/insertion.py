"""Writes many drafts of articles in a few statements: a batch in a transaction of the caller's.

Nothing here commits. Bulk statements pass the ORM's event listeners by, so each function also updates
the search index and raises the site version.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Table, delete, select, tuple_, update

from portal.extensions import db
from portal.models.article.article import Article
from portal.models.article.draft import ArticleDraft
from portal.models.article.links import Byline, CategoryLink, Tagging
from portal.models.article.list_position import list_position
from portal.models.base.slugs import free_slug
from portal.models.search import index_articles
from portal.models.site.redirect_insertion import insert_missing_redirects
from portal.models.site.site_version import SiteVersion
from portal.models.taxonomy.category import Category

ARTICLE: Table = Article.__table__
LINKS: tuple[Any, ...] = (CategoryLink, Tagging, Byline)


def insert_articles(drafts: Sequence[ArticleDraft]) -> dict[str, int]:
    """Add these articles with their categories, tags, bylines and redirects. Return ids by draft key.

    A slug that another article of the same day has gets a number behind it; the draft is changed.
    """
    if not drafts:
        return {}
    free_slugs(drafts)
    adding = ARTICLE.insert().returning(ARTICLE.c.id, sort_by_parameter_order=True)
    found = db.session.scalars(adding, [draft.columns() for draft in drafts])
    ids = dict(zip([draft.key for draft in drafts], found, strict=True))
    insert_links(drafts, ids)
    insert_missing_redirects(redirects_of(drafts, ids))
    if any(draft.published_at or draft.old_addresses for draft in drafts):
        publish_changes(drafts, ids)
    else:  # no reader sees any of them, so no cached page is out of date
        index_texts(drafts, ids)
    return ids


def update_articles(drafts: Sequence[ArticleDraft], ids: Mapping[str, int]) -> None:
    """Overwrite the articles with these ids, by draft key. A published one keeps its address."""
    if not drafts:
        return
    wanted = [ids[draft.key] for draft in drafts]
    query = select(Article.id, Article.slug, Article.day).where(Article.id.in_(wanted))
    addresses = {id: (slug, day) for id, slug, day in db.session.execute(query)}
    for draft in drafts:
        slug, day = addresses[ids[draft.key]]
        if day is not None:
            draft.slug, draft.day = slug, day
    free_slugs([draft for draft in drafts if addresses[ids[draft.key]][1] is None])
    rows = [{**draft.columns(), "id": ids[draft.key]} for draft in drafts]
    for row in rows:
        del row["feed_id"]  # which an article is given once
    db.session.execute(update(Article), [{**row, **list_position(row)} for row in rows])
    for link in LINKS:
        db.session.execute(delete(link).where(link.article_id.in_(wanted)))
    insert_links(drafts, ids)
    publish_changes(drafts, {draft.key: ids[draft.key] for draft in drafts})


def redirects_of(
    drafts: Sequence[ArticleDraft], ids: Mapping[str, int]
) -> dict[str, dict[str, int | str]]:
    """Return the article that each old address of these drafts leads to."""
    return {
        old: {"article_id": ids[draft.key]}
        for draft in drafts
        for old in draft.old_addresses
        if old != draft.path
    }


def free_slugs(drafts: Sequence[ArticleDraft]) -> None:
    """Give each draft with a day a slug that no other article of that day has."""
    dated = [(draft.day, draft) for draft in drafts if draft.day]
    taken = addresses_among([(day, draft.slug) for day, draft in dated]) if dated else set()
    for day, draft in dated:
        if (day, draft.slug) in taken:
            taken.update(addresses_like(day, draft.slug))
        draft.slug = free_slug(draft.slug, lambda slug, day=day: (day, slug) in taken)  # type: ignore[misc]
        taken.add((day, draft.slug))


def addresses_among(wanted: Collection[tuple[date, str]]) -> set[tuple[date, str]]:
    query = select(Article.day, Article.slug).where(tuple_(Article.day, Article.slug).in_(wanted))
    return {(day, slug) for day, slug in db.session.execute(query) if day}


def addresses_like(day: date, slug: str) -> set[tuple[date, str]]:
    query = select(Article.slug).where(
        Article.day == day, Article.slug.startswith(slug, autoescape=True)
    )
    return {(day, each) for each in db.session.scalars(query)}


def insert_links(drafts: Sequence[ArticleDraft], ids: Mapping[str, int]) -> None:
    """Link the articles to their categories with all that contain these, their tags and authors."""
    tree = select(Category.id, Category.parent_id)
    parents: dict[int, int | None] = dict(db.session.execute(tree).all())
    categories: list[dict[str, Any]] = []
    tags: list[dict[str, Any]] = []
    bylines: list[dict[str, Any]] = []
    for draft in drafts:
        own = {"article_id": ids[draft.key], "live_from": draft.published_at}
        direct = draft.category_ids
        linked = {each for named in direct for each in lineage(named, parents)}
        categories += [{**own, "category_id": id, "is_direct": id in direct} for id in linked]
        tags += [{**own, "tag_id": id, "position": n} for n, id in enumerate(draft.tag_ids)]
        bylines += [
            {**own, "author_id": id, "position": n} for n, id in enumerate(draft.author_ids)
        ]
    for link, rows in zip(LINKS, (categories, tags, bylines), strict=True):
        if rows:
            db.session.execute(link.__table__.insert(), rows)


def lineage(category_id: int | None, parents: Mapping[int, int | None]) -> list[int]:
    """Return the ids of a category and of all categories that contain it."""
    found: list[int] = []
    while category_id is not None and category_id not in found:
        found.append(category_id)
        category_id = parents.get(category_id)
    return found


def publish_changes(drafts: Sequence[ArticleDraft], ids: Mapping[str, int]) -> None:
    """Update the search index, and raise the site version so that readers see the articles."""
    index_texts(drafts, ids)
    SiteVersion.increment()


def index_texts(drafts: Sequence[ArticleDraft], ids: Mapping[str, int]) -> None:
    texts = {ids[draft.key]: draft.search_text for draft in drafts if draft.search_text}
    index_articles(ids.values(), texts=texts)
