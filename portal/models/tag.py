"""The tag: a topic; many to an article."""

from __future__ import annotations

from sqlalchemy import Select, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db
from portal.models.filing import Tagging
from portal.models.lists import live_through
from portal.models.redirect import Redirect
from portal.models.slugs import free_slug, slug_of


class Tag(db.Model):
    __tablename__ = "tag"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    slug: Mapped[str] = mapped_column(String(200), unique=True)
    description: Mapped[str] = mapped_column(Text, default="")

    @property
    def path(self) -> str:
        return f"/tag/{self.slug}/"

    def readdress(self, wanted: str) -> None:
        """Take another slug, or the nearest free one; the old address leads on for ever."""
        old = self.path if self.slug else None
        self.slug = free_slug(slug_of(wanted, "tag"), self.is_taken)
        Redirect.follow(old, tag=self)

    def is_taken(self, slug: str) -> bool:
        with db.session.no_autoflush:
            found = db.session.scalar(select(Tag.id).filter_by(slug=slug))
        return found is not None and found != self.id

    def live_articles(self) -> Select:
        """Every live article with this tag, newest first."""
        return live_through(Tagging).where(Tagging.tag_id == self.id)
