"""Composed stories in bulk: a hundred thousand in a minute or so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import islice
from random import Random
from typing import Any

from sqlalchemy import func, insert, select

from portal.demo.cast import Cast
from portal.demo.composing import SEED, Composed, compose
from portal.demo.days import spread
from portal.demo.progress import Step
from portal.extensions import db
from portal.models import Article, Byline, CategoryLink, SiteVersion, Tagging, local_day
from portal.models.article.article import count_words
from portal.models.base.slugs import free_slug, slug_of
from portal.models.search import index_articles

BATCH = 2_000

Row = dict[str, Any]


def fill(number: int, cast: Cast, now: datetime, step: Step) -> None:
    """Compose that many stories and add them, a batch a transaction."""
    seed = f"{SEED} {db.session.scalar(select(func.count(Article.id)))}"
    moments = spread(number, now, cast.zone, Random(seed))  # noqa: S311  no secret
    stories = compose(seed)
    press = Press(cast)
    batches = [moments[start : start + BATCH] for start in range(0, number, BATCH)]
    for batch in step("Composed", batches):
        press.run(list(zip(islice(stories, len(batch)), batch, strict=True)))
        db.session.commit()


class Press:
    """Turns composed stories into rows. What a flush does for a noun, it does itself."""

    def __init__(self, cast: Cast) -> None:
        self.zone = cast.zone
        self.authors = {slug: author.id for slug, author in cast.authors.items()}
        self.tags = {slug: tag.id for slug, tag in cast.tags.items()}
        self.images = {name: image.id for name, image in cast.images.items()}
        self.lineages = {
            slug: [each.id for each in category.lineage]
            for slug, category in cast.categories.items()
        }
        taken = db.session.execute(select(Article.day, Article.slug))
        self.addresses = {(day, slug) for day, slug in taken}

    def run(self, stories: Sequence[tuple[Composed, datetime]]) -> None:
        rows = [self.article(story, when) for story, when in stories]
        ids = self.insert(rows)
        placed = [
            (ids[row["day"], row["slug"]], told) for row, told in zip(rows, stories, strict=True)
        ]
        for noun, parts in (
            (CategoryLink, self.category_links),
            (Tagging, self.taggings),
            (Byline, self.bylines),
        ):
            found = [
                part | {"article_id": id, "live_from": when}
                for id, (story, when) in placed
                for part in parts(story)
            ]
            db.session.execute(insert(noun.__table__), found)
        index_articles(id for id, _ in placed)
        SiteVersion.increment()

    def insert(self, rows: list[Row]) -> dict[tuple[date | None, str], int]:
        """The new articles' ids by their addresses. Asking for each with its row is slow on SQLite."""
        last = db.session.scalar(select(func.max(Article.id))) or 0
        db.session.execute(insert(Article.__table__), rows)
        made = select(Article.day, Article.slug, Article.id).where(Article.id > last)
        return {(day, slug): id for day, slug, id in db.session.execute(made)}

    def article(self, story: Composed, when: datetime) -> Row:
        day = local_day(when, self.zone)
        slug = free_slug(slug_of(story.headline), lambda slug: (day, slug) in self.addresses)
        self.addresses.add((day, slug))
        return {
            "headline": story.headline,
            "standfirst": story.standfirst,
            "kicker": story.kicker,
            "slug": slug,
            "day": day,
            "body": story.body,
            "word_count": count_words(story.body),
            "category_id": self.lineages[story.category][-1],
            "image_id": self.images[story.picture] if story.picture else None,
            "created_at": when,
            "updated_at": when,
            "published_at": when,
        }

    def category_links(self, story: Composed) -> list[Row]:
        """The categories it names, and all that hold them."""
        lineages = [self.lineages[slug] for slug in (story.category, *story.also)]
        named = {lineage[-1] for lineage in lineages}
        held = dict.fromkeys(id for lineage in lineages for id in lineage)
        return [{"category_id": id, "is_direct": id in named} for id in held]

    def taggings(self, story: Composed) -> list[Row]:
        return [{"tag_id": self.tags[slug], "position": n} for n, slug in enumerate(story.tags)]

    def bylines(self, story: Composed) -> list[Row]:
        return [
            {"author_id": self.authors[slug], "position": n} for n, slug in enumerate(story.authors)
        ]
