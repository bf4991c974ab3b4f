"""Makers of test data: give the details that matter; the rest has defaults. Each commits."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import count

from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.models import (
    Article,
    Author,
    Category,
    FeedState,
    Image,
    Page,
    Pin,
    Placement,
    Redirect,
    SiteSettings,
    Source,
    Tag,
    now,
)
from portal.models.base.slugs import slug_of

numbers = count(1)


class Newsroom:
    """Makes rows in an app's database and returns them detached, with their columns loaded."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    @contextmanager
    def at_work(self):
        """Yield a session that is committed at the end; its rows can be read afterwards."""
        with self.app.app_context():
            db.session().expire_on_commit = False
            yield db.session
            db.session.commit()

    def _add(self, noun):
        with self.at_work() as session:
            session.add(noun)
        return noun

    def settings(self, **values) -> None:
        with self.at_work():
            SiteSettings.change(**values)

    def category(self, name: str = "Europe", parent: Category | None = None, **values) -> Category:
        with self.at_work() as session:
            category = Category(name=name, slug=values.pop("slug", slug_of(name)), **values)
            category.move_to(session.merge(parent) if parent else None)
            session.add(category)
        return category

    def tag(self, name: str = "Climate", **values) -> Tag:
        return self._add(Tag(name=name, slug=values.pop("slug", slug_of(name)), **values))

    def author(self, name: str = "Réka Halász", **values) -> Author:
        return self._add(Author(name=name, slug=values.pop("slug", slug_of(name)), **values))

    def image(self, alt: str = "A ferry at dawn", **values) -> Image:
        """Add a picture's row, without its files."""
        digest = sha256(str(next(numbers)).encode()).hexdigest()
        shape = {"format": "jpeg", "width": 1920, "height": 1280}
        return self._add(Image(**{"digest": digest, "alt": alt} | shape | values))

    def source(self, name: str = "Pannon Wire", error: str = "", **values) -> Source:
        """A publisher; with `error`, one whose feed could not be fetched."""
        state = FeedState(error=error) if error or "feed_address" in values else None
        return self._add(Source(name=name, feed_state=state, **values))

    def page(self, title: str = "About", parent: Page | None = None, **values) -> Page:
        with self.at_work() as session:
            page = Page(title=title, slug=slug_of(title), published_at=now(), **values)
            page.move_to(session.merge(parent) if parent else None)
            session.add(page)
        return page

    def placement(self, name: str = "Harbour Books", **values) -> Placement:
        return self._add(Placement(name=name, slot=values.pop("slot", "sidebar"), **values))

    def redirect(self, old: str, **target) -> Redirect:
        with self.at_work() as session:
            found = {
                name: session.merge(value) if isinstance(value, db.Model) else value
                for name, value in target.items()
            }
            return Redirect.add(old, **found)

    def pin(self, slot: str, article: Article) -> None:
        self._add(Pin(slot=slot, article_id=article.id))

    def saved(self, headline: str) -> Article:
        """Return an article as it is in the database now, with all that belongs to it."""
        with self.at_work() as session:
            article = session.scalars(select(Article).filter_by(headline=headline)).one()
            _ = (
                [*article.tags],
                [*article.authors],
                [*article.category_links],
                [*article.corrections],
            )
            _ = article.category, article.image, article.source
        return article

    def bin(self, article: Article) -> None:
        with self.at_work() as session:
            session.merge(article).bin()

    def draft(self, headline: str | None = None, **values) -> Article:
        """Add an article that was never published."""
        return self.article(headline, published_at=None, **values)

    def article(
        self,
        headline: str | None = None,
        *,
        published_at: datetime | str | None = "a minute ago",
        category: Category | None = None,
        also: list[Category] = [],  # noqa: B006
        tags: list[Tag] = [],  # noqa: B006
        authors: list[Author] = [],  # noqa: B006
        body: str = "<p>It was a quiet day on the river.</p>",
        **values,
    ) -> Article:
        """Add a live article, unless `published_at` says otherwise. Later ones are newer."""
        number = next(numbers)
        headline = headline or f"Story number {number}"
        if published_at == "a minute ago":
            published_at = now() - timedelta(minutes=1) + timedelta(microseconds=number)
        with self.at_work() as session:
            values = {
                name: session.merge(value) if isinstance(value, db.Model) else value
                for name, value in values.items()
            }
            article = Article(
                headline=headline, slug=values.pop("slug", slug_of(headline)), **values
            )
            session.add(article)
            article.set_body(body)
            article.tags.extend(session.merge(tag) for tag in tags)
            article.authors.extend(session.merge(author) for author in authors)
            if category:
                article.assign_categories(session.merge(category), *map(session.merge, also))
            if published_at:
                article.publish(SiteSettings.load().time_zone, published_at)
            session.flush()
            _ = article.path, article.category, [*article.bylines], [*article.taggings]
        return article
