"""The snapshot of the site that one edition is: computed once per site version and worker.

Counting and listing for the sidebar costs more than the story itself, so each worker keeps one
edition until the version is raised, a scheduled story comes due, or the day ends.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import select

from portal.extensions import db, read_session
from portal.models import Article, Image, SiteSettings, now
from portal.models.article.loading import for_cards
from portal.models.base.clock import midnight
from portal.models.base.keyset_paging import cursor_of
from portal.site.archives.calendar import Calendar
from portal.site.archives.day_counts import DayCounts, Month
from portal.site.article.related_cache import RelatedCache
from portal.site.edition.authors import ListedAuthor, load_authors
from portal.site.edition.fragments import render_fragment
from portal.site.edition.menus import Link, load_menus
from portal.site.edition.sections import Section, load_sections

LATEST_SIZE = 8
# Larger than the number of a site's categories and months plus the stories that many pages show.
FRAGMENT_CACHE_SIZE = 2_000


class Edition:
    """The state of the site at one version. Read-only and shared between threads.

    Each part is computed on first use. `created_at` and `valid_until` are in UTC.
    """

    def __init__(self, version: int) -> None:
        self.version = version
        self.cached_fragment = lru_cache(FRAGMENT_CACHE_SIZE)(render_fragment)
        self.related_cache = RelatedCache()
        self.created_at = now()
        self.settings = SiteSettings.load()
        self.zone = ZoneInfo(self.settings.time_zone)
        self.today = self.created_at.astimezone(self.zone).date()
        self.valid_until = min(
            midnight(self.today + timedelta(days=1), self.settings.time_zone),
            self.next_publication() or datetime.max.replace(tzinfo=self.zone),
        )

    def next_publication(self) -> datetime | None:
        """Return the moment when the next scheduled story goes live."""
        scheduled = select(Article.published_at).where(
            Article.published_at > self.created_at, Article.binned_at.is_(None)
        )
        return db.session.scalar(scheduled.order_by(Article.published_at).limit(1))

    def prepare(self) -> Edition:
        """Compute the slow parts now: counting a large archive takes a while."""
        _ = self.days, self.sections, self.menus, self.latest, self.authors
        return self

    def is_current(self, version: int) -> bool:
        return self.version == version and now() < self.valid_until

    @cached_property
    def logo(self) -> Image | None:
        """The picture that the masthead shows instead of the name, if the desk has chosen one."""
        return load_image(self.settings.logo_id)

    @cached_property
    def share_image(self) -> Image | None:
        """The picture that other sites show for a page without its own, if an editor chose one."""
        return load_image(self.settings.share_image_id)

    @cached_property
    def days(self) -> DayCounts:
        """The number of live stories of each day."""
        return DayCounts.load()

    def calendar(self, month: Month | None = None) -> Calendar | None:
        """Return the calendar of `month`, or of the newest month with stories; None without any."""
        shown = month or max(self.days.months, default=None)
        return Calendar.of(shown, self.days) if shown else None

    @cached_property
    def sections(self) -> dict[int, Section]:
        """Every category by its id, in the order of the tree."""
        return load_sections(self.created_at)

    @property
    def top_sections(self) -> list[Section]:
        """The categories at the top of the tree, each with its children."""
        return [section for section in self.sections.values() if section.parent_id is None]

    def lineage(self, category_id: int | None) -> list[Section]:
        """Return the sections from the top of the tree down to this category; [] for None."""
        section = self.sections.get(category_id) if category_id else None
        return [*self.lineage(section.parent_id), section] if section else []

    @cached_property
    def menus(self) -> dict[str, list[Link]]:
        """The menus by name."""
        return load_menus(self.top_sections)

    @cached_property
    def latest(self) -> list[Article]:
        """The newest stories with their pictures, detached so that any thread can read them."""
        with read_session() as session:
            return list(session.scalars(for_cards(Article.live()).limit(LATEST_SIZE)).unique())

    @property
    def latest_cursor(self) -> str:
        """The cursor of the newest story: a story after it is new to the reader."""
        return latest_cursor(self.latest[0]) if self.latest else "0-0"

    @cached_property
    def authors(self) -> list[ListedAuthor]:
        """Every author with a live story, the most prolific first."""
        return load_authors(self.created_at)

    def author_count(self, path: str) -> int:
        """Return the number of live stories of the author at `path`."""
        return next((author.count for author in self.authors if author.path == path), 0)


def latest_cursor(article: Article) -> str:
    return cursor_of(article, ("published_at", "id"))


def load_image(id: int | None) -> Image | None:
    if id is None:
        return None
    with read_session() as session:
        return session.get(Image, id)
