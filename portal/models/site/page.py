"""The page: a standing text such as privacy, about or contact; may lie under another."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import db
from portal.models.base.clock import UtcDateTime, now
from portal.models.base.slugs import free_slug, slug_of
from portal.models.site.redirect import Redirect

# First words of all other addresses: a page must not hide one of them.
RESERVED_SLUGS = frozenset(
    "amp archive author authors calendar categories category desk feed healthz latest media "
    "metrics page preview readyz search static tag wp-admin wp-content wp-json wp-login".split()
)


class Page(db.Model):
    """`path_words` is the whole way to it, `about/style`, and is unique. Draft without a date."""

    __tablename__ = "page"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(300))
    slug: Mapped[str] = mapped_column(String(200))
    path_words: Mapped[str] = mapped_column(String(700), unique=True)
    description: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str | None] = mapped_column(String(20))
    position: Mapped[int] = mapped_column(default=0)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("page.id"), index=True)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    parent: Mapped[Page | None] = relationship(remote_side=[id], back_populates="children")
    children: Mapped[list[Page]] = relationship(
        back_populates="parent", order_by="Page.position, Page.title"
    )

    @property
    def path(self) -> str:
        return f"/{self.path_words}/"

    @property
    def is_live(self) -> bool:
        return self.published_at is not None and self.published_at <= now()

    @property
    def lineage(self) -> list[Page]:
        """From the top of the tree down to this one."""
        return [*(self.parent.lineage if self.parent else []), self]

    def move_to(self, parent: Page | None, position: int | None = None) -> None:
        """Put it under a parent, or at the top, with all that is within it.

        Raises ValueError when the parent lies within it, or another address has its words.
        """
        if parent is not None and self in parent.lineage:
            raise ValueError(f"{self.title} cannot be put under itself.")
        if parent is None and not self.is_allowed_slug(self.slug):
            raise ValueError(f"/{self.slug}/ is taken by another address of the site.")
        self.parent = parent
        self.position = self.position if position is None else position
        self.update_path()

    @staticmethod
    def is_allowed_slug(slug: str) -> bool:
        """Whether a page at the top may have these words: not if another address has them."""
        return slug not in RESERVED_SLUGS and not slug.isdigit()

    def change_slug(self, wanted: str) -> None:
        """Take another slug, unique beside its siblings; old addresses lead on for ever."""
        self.slug = free_slug(slug_of(wanted, "page"), self.is_taken)
        self.move_to(self.parent)

    def is_taken(self, slug: str) -> bool:
        parent_id = self.parent.id if self.parent else None
        beside = select(Page.id).filter_by(slug=slug, parent_id=parent_id)
        with db.session.no_autoflush:
            found = db.session.scalar(beside)
        return found is not None and found != self.id

    def update_path(self) -> None:
        old = self.path if self.path_words else None
        self.path_words = "/".join(each.slug for each in self.lineage)
        Redirect.add_for_moved(old, page=self)
        for child in self.children:
            child.update_path()
