"""The tag: a topic; many to an article."""

from __future__ import annotations

from sqlalchemy import Select, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db
from portal.models.filing import Tagging
from portal.models.lists import live_through


class Tag(db.Model):
    __tablename__ = "tag"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    slug: Mapped[str] = mapped_column(String(200), unique=True)
    description: Mapped[str] = mapped_column(Text, default="")

    @property
    def path(self) -> str:
        return f"/tag/{self.slug}/"

    def live_articles(self) -> Select:
        """Every live article with this tag, newest first."""
        return live_through(Tagging).where(Tagging.tag_id == self.id)
