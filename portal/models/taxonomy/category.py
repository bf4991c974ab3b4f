"""The category: the section of the paper that an article belongs to; a tree."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Model, db
from portal.models.article.article import Article
from portal.models.article.links import CategoryLink
from portal.models.article.queries import live_by_link
from portal.models.base.slugs import free_slug, slug_of
from portal.models.base.text_types import NfcString, NfcText
from portal.models.site.redirect import Redirect

# Below a category, /category/europe/feed/ is the feed of Europe, so no child may have this slug.
RESERVED_CHILD_SLUGS = frozenset({"feed"})


class Category(Model):
    """`path_words` is the whole path, `economy/rail`, and is unique."""

    __tablename__ = "category"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(NfcString(200))
    slug: Mapped[str] = mapped_column(String(200))
    path_words: Mapped[str] = mapped_column(String(700), unique=True)
    description: Mapped[str] = mapped_column(NfcText, default="")
    position: Mapped[int] = mapped_column(default=0)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"), index=True)

    parent: Mapped[Category | None] = relationship(remote_side=[id], back_populates="children")
    children: Mapped[list[Category]] = relationship(
        back_populates="parent", order_by="Category.position, Category.name"
    )

    @property
    def path(self) -> str:
        """The path of the category's page."""
        return f"/category/{self.path_words}/"

    @property
    def lineage(self) -> list[Category]:
        """All its ancestors from the top of the tree, and itself."""
        return [*(self.parent.lineage if self.parent else []), self]

    def live_articles(self) -> Select[Any]:
        """Return every live article in it or in a category below it, newest first."""
        return live_by_link(CategoryLink).where(CategoryLink.category_id == self.id)

    def move_to(self, parent: Category | None, position: int | None = None) -> None:
        """Move it, with all below it, under a parent or to the top, with a slug that is free there.

        Raises ValueError if the parent is the category itself or below it.
        """
        if parent is not None and self in parent.lineage:
            raise ValueError(f"{self.name} cannot be put under itself.")
        self.parent = parent
        self.position = self.position if position is None else position
        self.change_slug(self.slug)

    def change_slug(self, wanted: str) -> None:
        """Change the slug, to one that no sibling has; old addresses redirect to the new ones."""
        self.slug = free_slug(slug_of(wanted, "category"), self.is_taken)
        self.update_path()

    def is_taken(self, slug: str) -> bool:
        """True if a sibling has this slug, or another address of the site needs it."""
        if self.parent and slug in RESERVED_CHILD_SLUGS:
            return True
        parent_id = self.parent.id if self.parent else None
        beside = select(Category.id).filter_by(slug=slug, parent_id=parent_id)
        with db.session.no_autoflush:
            found = db.session.scalar(beside)
        return found is not None and found != self.id

    def update_path(self) -> None:
        """Update the paths of the category and of all below it, and redirect the old ones."""
        old = self.path if self.path_words else None
        self.path_words = "/".join(each.slug for each in self.lineage)
        Redirect.add_for_moved(old, category=self)
        for child in self.children:
            child.update_path()

    def relink_articles(self) -> None:
        """Link its articles to its present ancestors, after it was moved in the tree."""
        articles = select(Article).join(CategoryLink).where(CategoryLink.category_id == self.id)
        for article in db.session.scalars(articles).unique():
            named = [each.category for each in article.category_links if each.is_direct]
            if article.category:
                article.assign_categories(article.category, *named)
