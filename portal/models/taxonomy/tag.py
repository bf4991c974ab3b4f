"""The tag: a topic; an article has many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, String, Text, case, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Model, db
from portal.models.article.links import Tagging
from portal.models.article.queries import live_by_link
from portal.models.base.slugs import free_slug, slug_of
from portal.models.base.upsert import dialect_insert
from portal.models.site.redirect import Redirect


class Tag(Model):
    __tablename__ = "tag"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    slug: Mapped[str] = mapped_column(String(200), unique=True)
    description: Mapped[str] = mapped_column(Text, default="")

    @classmethod
    def get_or_create(cls, names: Sequence[str]) -> list[Tag]:
        """Return the tags with these names; create missing ones, safely for concurrent requests."""
        new = {slug_of(name, "tag"): name for name in names if cls.find_by_name(name) is None}
        if new:
            rows = [{"name": new[slug], "slug": slug, "description": ""} for slug in sorted(new)]
            db.session.execute(
                dialect_insert(cls).on_conflict_do_nothing(index_elements=[cls.slug]), rows
            )
        return [tag for name in names if (tag := cls.find_by_name(name))]

    @classmethod
    def find_by_name(cls, name: str) -> Tag | None:
        same = or_(func.lower(cls.name) == name.lower(), cls.slug == slug_of(name, "tag"))
        return db.session.scalar(select(cls).where(same).limit(1))

    @classmethod
    def suggestions(cls, text: str) -> Select[Tag, int]:
        """Return tags whose name contains the text, most used first, with the number of their articles."""
        number = func.count(Tagging.article_id)
        query = select(cls, number).outerjoin(Tagging, Tagging.tag_id == cls.id).group_by(cls.id)
        asked = slug_of(text, "")
        begins = case((cls.slug.startswith(asked, autoescape=True), 0), else_=1)
        query = query.where(cls.slug.contains(asked, autoescape=True))
        return query.order_by(begins, number.desc(), cls.name)

    @property
    def path(self) -> str:
        """The path of the tag's page."""
        return f"/tag/{self.slug}/"

    def change_slug(self, wanted: str) -> None:
        """Change the slug, to a free one; the old address redirects to the new one."""
        old = self.path if self.slug else None
        self.slug = free_slug(slug_of(wanted, "tag"), self.is_taken)
        Redirect.add_for_moved(old, tag=self)

    def is_taken(self, slug: str) -> bool:
        """True if another tag has this slug."""
        with db.session.no_autoflush:
            found = db.session.scalar(select(Tag.id).filter_by(slug=slug))
        return found is not None and found != self.id

    def live_articles(self) -> Select[Any]:
        """Return every live article with this tag, newest first."""
        return live_by_link(Tagging).where(Tagging.tag_id == self.id)
