"""The address of a story on the site: its day, and a slug that no other story of that day has."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db
from portal.models.base.slugs import free_slug, slug_of
from portal.models.site.redirect import Redirect


class DatedAddress:
    """`day` is that of the first publication, in the zone of the paper; None: nobody has read it yet."""

    if TYPE_CHECKING:
        id: Mapped[int]

    slug: Mapped[str] = mapped_column(String(200), index=True)
    day: Mapped[date | None]

    @property
    def path(self) -> str | None:
        """Its address on the site; None before it is first published or scheduled."""
        return f"/{self.day.isoformat().replace('-', '/')}/{self.slug}/" if self.day else None

    def change_slug(self, wanted: str) -> None:
        """Take another slug, or the nearest free one; its old address leads to it for ever."""
        old, self.slug = self.path, self.free_slug(slug_of(wanted))
        Redirect.add_for_moved(old, article=self)

    def free_slug(self, wanted: str) -> str:
        """`wanted`, or with a number behind it: one address, one story, for each day."""

        def is_taken(slug: str) -> bool:
            taken = select(type(self).id).filter_by(day=self.day, slug=slug)
            with db.session.no_autoflush:
                return any(id != self.id for id in db.session.scalars(taken))

        return free_slug(wanted, is_taken)
