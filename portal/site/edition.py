"""The edition: what every page shows beside its own story, worked out once per site version.

Counting and listing for the sidebar costs more than the story itself, so each worker keeps one
edition until the version is raised, a scheduled story comes due, or the day ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from threading import Lock
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g, has_request_context, render_template, request
from markupsafe import Markup
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.cache.rendering import EDITION_KEY
from portal.extensions import db, make_session_read_only, read_session
from portal.models import (
    Article,
    Author,
    Byline,
    Category,
    CategoryLink,
    Image,
    MenuItem,
    SiteSettings,
    SiteVersion,
    now,
)
from portal.models.article.queries import for_cards
from portal.models.base.clock import midnight
from portal.models.base.keyset_paging import cursor_of
from portal.site.archives.calendar import Calendar
from portal.site.archives.day_counts import Days, Month
from portal.site.article.related_cache import Clippings

LATEST = 8
# More than a paper has categories and months, and stories that stand beside many others.
MOST_SET = 2_000
making = Lock()


@dataclass(eq=False)
class Section:
    """A category as the menus and lists show it: with its place in the tree and its live count."""

    id: int
    name: str
    path: str
    description: str
    parent_id: int | None
    count: int = 0
    children: list[Section] = field(default_factory=list)


@dataclass(frozen=True)
class Link:
    text: str
    path: str
    children: Sequence[Link] = ()


@dataclass(frozen=True)
class Signature:
    """An author as the sidebar shows them."""

    id: int
    name: str
    path: str
    role: str
    count: int
    portrait: Image | None


class Edition:
    """Read-only and shared between threads. Each part is worked out when it is first asked for."""

    def __init__(self, version: int) -> None:
        self.version = version
        self.set_once = lru_cache(MOST_SET)(set_type)
        self.clippings = Clippings()
        self.made_at = now()
        self.settings = SiteSettings.load()
        self.zone = ZoneInfo(self.settings.time_zone)
        self.today = self.made_at.astimezone(self.zone).date()
        self.holds_until = min(
            midnight(self.today + timedelta(days=1), self.settings.time_zone),
            self.next_due() or datetime.max.replace(tzinfo=self.zone),
        )

    def next_due(self) -> datetime | None:
        """When the next scheduled story goes live."""
        due = select(Article.published_at).where(
            Article.published_at > self.made_at, Article.binned_at.is_(None)
        )
        return db.session.scalar(due.order_by(Article.published_at).limit(1))

    def prepare(self) -> Edition:
        """Work out at once what is dear: counting a large archive takes a while."""
        _ = self.days, self.sections, self.menus, self.latest, self.authors
        return self

    def holds(self, version: int) -> bool:
        return self.version == version and now() < self.holds_until

    @cached_property
    def logo(self) -> Image | None:
        """What stands in the masthead instead of the name, where the desk has chosen one."""
        with read_session() as session:
            return session.get(Image, self.settings.logo_id) if self.settings.logo_id else None

    @cached_property
    def days(self) -> Days:
        """How many live stories each day has."""
        return Days.count()

    def calendar(self, month: Month | None = None) -> Calendar | None:
        """The calendar of a month, or of the newest that has stories; None before the first story."""
        shown = month or max(self.days.months, default=None)
        return Calendar.of(shown, self.days) if shown else None

    @cached_property
    def sections(self) -> dict[int, Section]:
        """Every category by its id, in the order of the tree."""
        counts = dict(
            db.session.execute(
                select(CategoryLink.category_id, func.count())
                .where(CategoryLink.live_from <= self.made_at)
                .group_by(CategoryLink.category_id)
            ).all()
        )
        rows = db.session.scalars(select(Category).order_by(Category.position, Category.name))
        sections = {
            each.id: Section(
                each.id,
                each.name,
                each.path,
                each.description,
                each.parent_id,
                counts.get(each.id, 0),
            )
            for each in rows
        }
        for section in sections.values():
            if section.parent_id:
                sections[section.parent_id].children.append(section)
        return sections

    @property
    def tree(self) -> list[Section]:
        """The categories at the top, each with its children."""
        return [each for each in self.sections.values() if each.parent_id is None]

    def lineage(self, category_id: int | None) -> list[Section]:
        """From the top of the tree down to this category; empty without one."""
        section = self.sections.get(category_id) if category_id else None
        return [*self.lineage(section.parent_id), section] if section else []

    @cached_property
    def menus(self) -> dict[str, list[Link]]:
        """The menus by name. Where the desk has set no main menu, the tree's top serves."""
        rows = db.session.scalars(
            select(MenuItem)
            .options(joinedload(MenuItem.category), joinedload(MenuItem.page))
            .order_by(MenuItem.menu, MenuItem.position, MenuItem.id)
        ).all()
        menus: dict[str, list[Link]] = {}
        for row in rows:
            if row.parent_id is None:
                below = [Link(each.text, each.path) for each in rows if each.parent_id == row.id]
                menus.setdefault(row.menu, []).append(Link(row.text, row.path, below))
        menus.setdefault("main", [as_link(section) for section in self.tree])
        return menus

    @cached_property
    def latest(self) -> list[Article]:
        """The newest stories, with their pictures; detached, to be read by any thread."""
        with read_session() as session:
            return list(session.scalars(for_cards(Article.live()).limit(LATEST)).unique())

    @property
    def latest_cursor(self) -> str:
        """Where the newest story stands; what is newer than this is new to the reader."""
        return latest_cursor(self.latest[0]) if self.latest else "0-0"

    @cached_property
    def share_image(self) -> Image | None:
        """What other sites show for a page without its own picture, if an editor chose one."""
        if self.settings.share_image_id is None:
            return None
        with read_session() as session:
            return session.get(Image, self.settings.share_image_id)

    @cached_property
    def authors(self) -> list[Signature]:
        """Every author with a live story, the most prolific first."""
        counts = (
            select(Byline.author_id, func.count().label("count"))
            .where(Byline.live_from <= self.made_at)
            .group_by(Byline.author_id)
            .subquery()
        )
        query = (
            select(Author, counts.c.count)
            .join(counts, counts.c.author_id == Author.id)
            .options(joinedload(Author.portrait))
            .order_by(counts.c.count.desc(), Author.name)
        )
        with read_session() as session:
            rows = session.execute(query).all()
        return [
            Signature(each.id, each.name, each.path, each.role, count, each.portrait)
            for each, count in rows
        ]

    def count_of(self, path: str) -> int:
        """How many live stories the author at this path has."""
        return next((each.count for each in self.authors if each.path == path), 0)


def set_once(template: str, **differs: object) -> Markup:
    """The template, set once for this edition and for all that it `differs` in.

    It may read nothing of the request, nor of the page that it stands on.
    """
    return edition().set_once(template, **differs)


def set_type(template: str, **differs: object) -> Markup:
    return Markup(render_template(template, **differs))  # noqa: S704  a template's, escaped


def latest_cursor(article: Article) -> str:
    return cursor_of(article, ("published_at", "id"))


def as_link(section: Section) -> Link:
    return Link(section.name, section.path, [as_link(each) for each in section.children])


def edition() -> Edition:
    """The edition that this request is answered from: the cache's, or the one that holds now."""
    if "edition" not in g:
        given = request.environ.get(EDITION_KEY) if has_request_context() else None
        g.edition = given or current_edition()
    return g.edition


def current_edition() -> Edition:
    """The edition that holds now: the last that the watcher saw; without one it is looked for."""
    if current_app.extensions.get("is_watched"):
        return current_app.extensions["edition"]
    return look()


def look() -> Edition:
    """The edition that holds now; another when the version was raised, or its time is over."""
    kept = current_app.extensions.get("edition")
    if kept and kept.holds(version()):
        return kept
    with making:  # of a burst, one makes it
        number = version()
        kept = current_app.extensions.get("edition")
        if kept is None or not kept.holds(number):
            if not has_request_context():
                make_session_read_only()
            kept = current_app.extensions["edition"] = Edition(number).prepare()
    return kept


def version() -> int:
    """The site version, by a session of its own: who waits for an edition must hold no connection."""
    with read_session() as session:
        return SiteVersion.current(session)


def edition_of(app: Flask) -> Edition:
    """The edition that holds now, asked from outside of a request."""
    if app.extensions.get("is_watched"):
        return app.extensions["edition"]
    with app.app_context():
        return look()
