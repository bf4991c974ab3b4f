"""Files stories in numbers: a batch in a few statements, all of it or none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Table, delete, select, tuple_, update

from portal.extensions import db
from portal.models import Article, Byline, CategoryLink, SiteVersion, Tagging
from portal.models.article.list_position import list_position
from portal.models.base.slugs import free_slug
from portal.models.search import index_articles
from portal.transfer.wordpress import previous_imports
from portal.transfer.wordpress.article_fields import COMPARED, Story, digest_of
from portal.transfer.wordpress.redirects import lead_all

KIND = "post"
ARTICLE: Table = Article.__table__  # type: ignore[assignment]
PARTS: tuple[Any, ...] = (CategoryLink, Tagging, Byline)

Lineage = Callable[[int], list[int]]


def file(site: str, stories: Sequence[Story], lineage: Lineage) -> dict[str, int]:
    """Add these stories with all that belongs to them; our ids by their keys. Does not commit.

    `lineage` gives a category and all that hold it.
    """
    free_addresses(stories)
    rows = [{**story.fields, **top_category(story)} for story in stories]
    adding = ARTICLE.insert().returning(ARTICLE.c.id, sort_by_parameter_order=True)
    keys = [story.key for story in stories]
    ids = dict(zip(keys, db.session.scalars(adding, rows), strict=True)) if rows else {}
    file_parts(stories, ids, lineage)
    lead_all(old_addresses(stories, ids))
    previous_imports.remember(
        site, KIND, "article", ids, {each.key: each.digest for each in stories}
    )
    finish(stories, ids)
    return ids


def refile(site: str, stories: Sequence[Story], ids: Mapping[str, int], lineage: Lineage) -> None:
    """Let the articles with these ids say what the stories say now. Their addresses stay."""
    there = {story.key: ids[story.key] for story in stories}
    query = select(Article.id, Article.slug, Article.day).where(Article.id.in_(there.values()))
    addresses = {id: (slug, day) for id, slug, day in db.session.execute(query)}
    for story in stories:
        slug, day = addresses[there[story.key]]
        if day is not None:
            story.fields |= {"slug": slug, "day": day}
    free_addresses([each for each in stories if addresses[there[each.key]][1] is None])
    rows = [
        {**each.fields, **list_position(each.fields), **top_category(each), "id": there[each.key]}
        for each in stories
    ]
    db.session.execute(update(Article), rows)
    for part in PARTS:
        db.session.execute(delete(part).where(part.article_id.in_(there.values())))
    file_parts(stories, there, lineage)
    previous_imports.note(site, KIND, {each.key: each.digest for each in stories})
    finish(stories, there)


def lead_on(stories: Sequence[Story], ids: Mapping[str, int]) -> None:
    """Lead their old addresses to the articles, where these are still here."""
    wanted = [ids[story.key] for story in stories]
    here = set(db.session.scalars(select(Article.id).where(Article.id.in_(wanted))))
    lead_all(old_addresses([story for story in stories if ids[story.key] in here], ids))


def old_addresses(
    stories: Sequence[Story], ids: Mapping[str, int]
) -> dict[str, dict[str, int | str]]:
    """What each of them leads to now."""
    return {
        old: {"article_id": ids[story.key]}
        for story in stories
        for old in story.olds
        if old != story.path
    }


def finish(stories: Sequence[Story], ids: Mapping[str, int]) -> None:
    """The search finds them, and readers are shown them."""
    if stories:
        texts = {ids[story.key]: story.text for story in stories if story.text}
        index_articles(ids.values(), texts=texts)
        SiteVersion.increment()


def top_category(story: Story) -> dict[str, int | None]:
    return {"category_id": story.categories[0] if story.categories else None}


def free_addresses(stories: Sequence[Story]) -> None:
    """Give each story that has a day a slug that no other story of the day has."""
    dated = [story.fields for story in stories if story.fields["day"]]
    wanted = [(fields["day"], fields["slug"]) for fields in dated]
    taken = addresses_among(wanted) if wanted else set()
    for fields in dated:
        day, slug = fields["day"], fields["slug"]
        if (day, slug) in taken:
            taken.update(addresses_like(day, slug))
        fields["slug"] = free_slug(slug, lambda each, day=day: (day, each) in taken)  # type: ignore[misc]
        taken.add((day, fields["slug"]))


def addresses_among(wanted: Collection[tuple[date, str]]) -> set[tuple[date, str]]:
    query = select(Article.day, Article.slug).where(tuple_(Article.day, Article.slug).in_(wanted))
    return {(day, slug) for day, slug in db.session.execute(query) if day}


def addresses_like(day: date, slug: str) -> set[tuple[date, str]]:
    query = select(Article.slug).where(
        Article.day == day, Article.slug.startswith(slug, autoescape=True)
    )
    return {(day, each) for each in db.session.scalars(query)}


def file_parts(stories: Sequence[Story], ids: Mapping[str, int], lineage: Lineage) -> None:
    """Their categories with all that hold these, their tags, their bylines."""
    filings: list[dict[str, Any]] = []
    taggings: list[dict[str, Any]] = []
    bylines: list[dict[str, Any]] = []
    for story in stories:
        own = {"article_id": ids[story.key], "live_from": story.live_from}
        held = {each for named in story.categories for each in lineage(named)}
        filings += [
            {**own, "category_id": each, "is_direct": each in story.categories} for each in held
        ]
        taggings += [{**own, "tag_id": each, "position": at} for at, each in enumerate(story.tags)]
        bylines += [
            {**own, "author_id": each, "position": at} for at, each in enumerate(story.authors)
        ]
    for part, rows in zip(PARTS, (filings, taggings, bylines), strict=True):
        if rows:
            db.session.execute(part.__table__.insert(), rows)


def digests_here(ids: Collection[int]) -> dict[int, str]:
    """What the articles with these ids say and where they are filed, in brief."""
    columns = [getattr(Article, name) for name in COMPARED]
    rows = db.session.execute(
        select(Article.id, Article.category_id, *columns).where(Article.id.in_(ids))
    ).all()
    named = listed(
        select(CategoryLink.article_id, CategoryLink.category_id).where(
            CategoryLink.article_id.in_(ids), CategoryLink.is_direct
        )
    )
    tags = listed(
        select(Tagging.article_id, Tagging.tag_id)
        .where(Tagging.article_id.in_(ids))
        .order_by(Tagging.position)
    )
    authors = listed(
        select(Byline.article_id, Byline.author_id)
        .where(Byline.article_id.in_(ids))
        .order_by(Byline.position)
    )
    found: dict[int, str] = {}
    for id, category_id, *values in rows:
        further = [each for each in named[id] if each != category_id]
        categories = [category_id, *further] if category_id else further
        fields = dict(zip(COMPARED, values, strict=True))
        found[id] = digest_of(fields, categories, tags[id], authors[id])
    return found


def listed(query) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for article_id, id in db.session.execute(query):
        found[article_id].append(id)
    return found
