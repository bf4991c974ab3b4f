"""The address of a story: its day, and a slug that is unique on that day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db
from portal.models.base.slugs import free_slug, slug_of
from portal.models.site.redirect import Redirect


class DatedAddress:
    """`day` is the day of first publication in the site's time zone; None until then."""

    if TYPE_CHECKING:
        id: Mapped[int]

    slug: Mapped[str] = mapped_column(String(200), index=True)
    day: Mapped[date | None]

    @property
    def path(self) -> str | None:
        """The path on the site; None before the story is first published or scheduled."""
        return f"/{self.day.isoformat().replace('-', '/')}/{self.slug}/" if self.day else None

    def change_slug(self, wanted: str) -> None:
        """Change the slug, to a free one; the old address redirects to the new one."""
        old, self.slug = self.path, self.free_slug(slug_of(wanted))
        Redirect.add_for_moved(old, article=self)

    def free_slug(self, wanted: str) -> str:
        """Return `wanted`, with a number if another story of the day has it."""

        def is_taken(slug: str) -> bool:
            taken = select(type(self).id).filter_by(day=self.day, slug=slug)
            with db.session.no_autoflush:
                return any(id != self.id for id in db.session.scalars(taken))

        return free_slug(wanted, is_taken)
