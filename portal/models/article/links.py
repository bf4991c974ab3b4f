"""The links of an article to its categories, tags and authors.

Each has a copy of the article's `live_from`, so that a list of a category, tag or author is one
range of one index, however long it is. `update_live_from` keeps the copies equal.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Model
from portal.models.base.clock import UtcDateTime

if TYPE_CHECKING:
    from portal.models.article.article import Article
    from portal.models.taxonomy.author import Author
    from portal.models.taxonomy.category import Category
    from portal.models.taxonomy.tag import Tag


class CategoryLink(Model):
    """An article in a category. `is_direct`: an editor chose it; else it is an ancestor of a chosen one."""

    __tablename__ = "filing"
    __table_args__ = (Index("ix_filing_live", "category_id", "live_from", "article_id"),)

    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), primary_key=True
    )
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"), primary_key=True)
    live_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_direct: Mapped[bool] = mapped_column(default=True)

    article: Mapped[Article] = relationship(back_populates="category_links")
    category: Mapped[Category] = relationship()


class Tagging(Model):
    """A tag of an article; `position` counts from 0 in the order in which they are shown."""

    __tablename__ = "tagging"
    __table_args__ = (Index("ix_tagging_live", "tag_id", "live_from", "article_id"),)

    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), primary_key=True
    )
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), primary_key=True)
    live_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    position: Mapped[int] = mapped_column(default=0)

    article: Mapped[Article] = relationship(back_populates="taggings")
    tag: Mapped[Tag] = relationship()


class Byline(Model):
    """An author of an article; `position` counts from 0 in the order in which they are named."""

    __tablename__ = "byline"
    __table_args__ = (Index("ix_byline_live", "author_id", "live_from", "article_id"),)

    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), primary_key=True
    )
    author_id: Mapped[int] = mapped_column(ForeignKey("author.id"), primary_key=True)
    live_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    position: Mapped[int] = mapped_column(default=0)

    article: Mapped[Article] = relationship(back_populates="bylines")
    author: Mapped[Author] = relationship()
