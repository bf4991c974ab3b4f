"""The author: a person or an organisation that wrote a story; need not be an editor."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Model, db
from portal.models.article.links import Byline
from portal.models.article.queries import live_by_link
from portal.models.base.slugs import free_slug, slug_of
from portal.models.base.text_types import NfcString, NfcText
from portal.models.site.redirect import Redirect

if TYPE_CHECKING:
    from portal.models.media.image import Image


class AuthorKind(StrEnum):
    """Person or organisation, as structured data names them."""

    PERSON = "person"
    ORGANISATION = "organisation"


class Author(Model):
    """`links` is a list of `{"label": …, "address": …}`."""

    __tablename__ = "author"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(NfcString(200))
    slug: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(20), default=AuthorKind.PERSON)
    role: Mapped[str] = mapped_column(NfcString(200), default="")
    bio: Mapped[str] = mapped_column(NfcText, default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    links: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    portrait_id: Mapped[int | None] = mapped_column(ForeignKey("image.id"), index=True)

    portrait: Mapped[Image | None] = relationship()

    @property
    def path(self) -> str:
        """The path of the author's page."""
        return f"/author/{self.slug}/"

    def change_slug(self, wanted: str) -> None:
        """Change the slug, to a free one; the old address redirects to the new one."""
        old = self.path if self.slug else None
        self.slug = free_slug(slug_of(wanted, "author"), self.is_taken)
        Redirect.add_for_moved(old, author=self)

    def is_taken(self, slug: str) -> bool:
        """True if another author has this slug."""
        with db.session.no_autoflush:
            found = db.session.scalar(select(Author.id).filter_by(slug=slug))
        return found is not None and found != self.id

    def live_articles(self) -> Select[Any]:
        """Return every live article with this author in its byline, newest first."""
        return live_by_link(Byline).where(Byline.author_id == self.id)
