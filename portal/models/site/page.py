"""The page: a standing text such as privacy, about or contact; it may have a parent page."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Model, db
from portal.models.base.clock import UtcDateTime, now
from portal.models.base.slugs import free_slug, slug_of
from portal.models.base.text_types import NfcString, NfcText
from portal.models.site.redirect import Redirect

# First path segments of all other addresses, which a page must not hide.
RESERVED_SLUGS = frozenset(
    "amp archive author authors calendar categories category desk feed healthz latest media "
    "metrics page preview readyz search static tag wp-admin wp-content wp-json wp-login".split()
)


class Page(Model):
    """`path_words` is the whole path, `about/style`, and is unique. Without `published_at` it is a draft."""

    __tablename__ = "page"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(NfcString(300))
    slug: Mapped[str] = mapped_column(String(200))
    path_words: Mapped[str] = mapped_column(String(700), unique=True)
    description: Mapped[str] = mapped_column(NfcText, default="")
    body: Mapped[str] = mapped_column(NfcText, default="")
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
        """The path on the site."""
        return f"/{self.path_words}/"

    @property
    def is_live(self) -> bool:
        """True if readers can see it."""
        return self.published_at is not None and self.published_at <= now()

    @property
    def lineage(self) -> list[Page]:
        """All its ancestors from the top of the tree, and itself."""
        return [*(self.parent.lineage if self.parent else []), self]

    def move_to(self, parent: Page | None, position: int | None = None) -> None:
        """Move it, with all below it, under a parent or to the top.

        Raises ValueError if the parent is below it, or another address has its slug.
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
        """True if a page at the top may have this slug: no other address starts with it."""
        return slug not in RESERVED_SLUGS and not slug.isdigit()

    def change_slug(self, wanted: str) -> None:
        """Change the slug, to one that no sibling has; old addresses redirect to the new ones."""
        self.slug = free_slug(slug_of(wanted, "page"), self.is_taken)
        self.move_to(self.parent)

    def is_taken(self, slug: str) -> bool:
        """True if a sibling has this slug."""
        parent_id = self.parent.id if self.parent else None
        beside = select(Page.id).filter_by(slug=slug, parent_id=parent_id)
        with db.session.no_autoflush:
            found = db.session.scalar(beside)
        return found is not None and found != self.id

    def update_path(self) -> None:
        """Update the paths of the page and of all below it, and redirect the old ones."""
        old = self.path if self.path_words else None
        self.path_words = "/".join(each.slug for each in self.lineage)
        Redirect.add_for_moved(old, page=self)
        for child in self.children:
            child.update_path()
