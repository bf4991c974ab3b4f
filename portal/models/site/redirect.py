"""The redirect: an old address and its present target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Model, db
from portal.models.base.clock import now
from portal.models.base.text_types import NfcString

if TYPE_CHECKING:
    from portal.models.article.article import Article
    from portal.models.site.page import Page
    from portal.models.taxonomy.author import Author
    from portal.models.taxonomy.category import Category
    from portal.models.taxonomy.tag import Tag


class Redirect(Model):
    """`old` is a path, with the query for WordPress's plain addresses: `/?p=12`. One target is set."""

    __tablename__ = "redirect"
    TARGETS = ("article", "page", "category", "tag", "author")

    id: Mapped[int] = mapped_column(primary_key=True)
    old: Mapped[str] = mapped_column(NfcString(700), unique=True)
    address: Mapped[str] = mapped_column(String(2000), default="")
    article_id: Mapped[int | None] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), index=True
    )
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id", ondelete="CASCADE"))
    tag_id: Mapped[int | None] = mapped_column(ForeignKey("tag.id", ondelete="CASCADE"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("author.id", ondelete="CASCADE"))

    article: Mapped[Article | None] = relationship()
    page: Mapped[Page | None] = relationship()
    category: Mapped[Category | None] = relationship()
    tag: Mapped[Tag | None] = relationship()
    author: Mapped[Author | None] = relationship()

    @property
    def target(self) -> str | None:
        """The address to redirect to; None if the story was never published."""
        noun = self.article or self.page or self.category or self.tag or self.author
        return noun.path if noun else self.address

    @property
    def public_target(self) -> str | None:
        """The target if readers may know it; None while its story is scheduled."""
        published_at = self.article.published_at if self.article else None
        return None if published_at and published_at > now() else self.target

    @classmethod
    def find(cls, *olds: str) -> Redirect | None:
        """Return the redirect of one of these addresses, with or without a slash at its end."""
        forms = {form for old in olds for form in (old, old.rstrip("/"))}
        return db.session.scalar(select(cls).where(cls.old.in_(forms)).limit(1))

    @classmethod
    def remove_at(cls, path: str | None) -> None:
        """Delete the redirect of a path, because a page is at it now."""
        if path and (redirect := cls.find(path)):
            db.session.delete(redirect)
            db.session.flush()

    @classmethod
    def add_for_moved(cls, old: str | None, **target: Any) -> None:
        """Redirect the old path of a moved noun to it, and delete a redirect at its new path."""
        (noun,) = target.values()
        if old and old != noun.path:
            cls.remove_at(noun.path)
            cls.add(old, **target)

    @classmethod
    def add(cls, old: str, **target: Any) -> Redirect:
        """Redirect `old` to `article=`, `page=`, `category=`, `tag=`, `author=` or `address=`."""
        redirect = cls.find(old) or cls(old=old)
        redirect.set_target(**target)
        db.session.add(redirect)
        return redirect

    def set_target(self, address: str = "", **noun: Any) -> None:
        """Set the target: a noun, whose address may change, or a fixed address."""
        for name in self.TARGETS:
            setattr(self, name, noun.get(name))
        self.address = address
