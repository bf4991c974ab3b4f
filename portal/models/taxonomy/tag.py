"""The tag: a topic; an article has many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, String, case, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Model, db
from portal.models.article.links import Tagging
from portal.models.article.queries import live_by_link
from portal.models.base.slugs import free_slug, numbered_slugs, slug_of
from portal.models.base.text_types import NfcString, NfcText
from portal.models.base.upsert import dialect_insert
from portal.models.site.redirect import Redirect
from portal.models.taxonomy.names import find_by_name
from portal.wording.unicode_text import nfc

# Attempts to create a tag while concurrent requests take its slugs.
MAX_ATTEMPTS = 5


class Tag(Model):
    __tablename__ = "tag"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(NfcString(200))
    slug: Mapped[str] = mapped_column(String(200), unique=True)
    description: Mapped[str] = mapped_column(NfcText, default="")

    @classmethod
    def find_by_name(cls, name: str) -> Tag | None:
        """Return the tag with this name: see `names.find_by_name`."""
        return find_by_name(cls, name)

    @classmethod
    def get_or_create(cls, names: Sequence[str]) -> list[Tag]:
        """Return the tags with these names; create missing ones, safely for concurrent requests.

        A new tag gets a slug that is free, so that C, C++ and C# become c, c-2 and c-3.
        """
        found: dict[str, Tag | None] = {}
        for _ in range(MAX_ATTEMPTS):
            found = {name: cls.find_by_name(name) for name in names}
            missing = {name.casefold(): name for name, tag in found.items() if tag is None}
            if not missing:
                break
            cls._insert(list(missing.values()))
        return [tag for name in names if (tag := found[name])]

    @classmethod
    def _insert(cls, names: Sequence[str]) -> None:
        """Insert tags with free slugs. One whose slug a concurrent request takes is left out."""
        rows: dict[str, dict[str, str]] = {}
        for name in names:
            for slug in numbered_slugs(slug_of(name, "tag")):
                if slug in rows:
                    continue
                other = db.session.scalar(select(cls.name).filter_by(slug=slug))
                if other is None:
                    rows[slug] = {"name": name, "slug": slug, "description": ""}
                if other is None or other.casefold() == name.casefold():
                    break  # free, or a concurrent request has just created this tag
        in_order = [rows[slug] for slug in sorted(rows)]  # two that insert the same do not deadlock
        if in_order:
            insertion = dialect_insert(cls).on_conflict_do_nothing(index_elements=[cls.slug])
            db.session.execute(insertion, in_order)

    @classmethod
    def suggestions(cls, text: str) -> Select[Tag, int]:
        """Return tags whose name contains the text, most used first, with the number of their articles.

        Accents and case do not count. Names that start with the text come first.
        """
        number = func.count(Tagging.article_id)
        query = select(cls, number).outerjoin(Tagging, Tagging.tag_id == cls.id).group_by(cls.id)
        named = func.lower(cls.name).contains(nfc(text).lower(), autoescape=True)
        wanted = slug_of(text, "")
        if wanted:
            named = or_(named, cls.slug.contains(wanted, autoescape=True))
        exact = case((cls.name == text, 0), else_=1)
        begins = case((cls.slug.startswith(wanted, autoescape=True), 0), else_=1)
        return query.where(named).order_by(exact, begins, number.desc(), cls.name)

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
