"""The source: another publisher whose stories the paper carries, and what may be done with them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Model
from portal.models.base.clock import UtcDateTime
from portal.models.base.text_types import NfcString, NfcText

if TYPE_CHECKING:
    from portal.models.taxonomy.author import Author
    from portal.models.taxonomy.category import Category
    from portal.models.wire.feed_state import FeedState


class TextRule(StrEnum):
    """How much of a source's text its licence lets the paper carry."""

    NOTHING = "nothing"
    EXCERPT = "excerpt"
    FULL = "full"


class Source(Model):
    """Editors decide all of this; `feed_state` holds what fetching has found.

    `indexing` is the rule for search engines, see `article.Indexing`. `licence` is the licence in
    words, `licence_address` a page that states it, `licence_until` when it runs out; `text_rule`
    and `takes_pictures` are the same licence as a rule.

    `required_words` and `refused_words` hold one word or phrase a line. `category_rules` and
    `tag_rules` are lists of `[words, category id]` and `[words, tag name]`; `category` is for
    stories that no rule files. `interval_minutes` is how often the feed is fetched at most,
    `daily_auto_publish` how many stories a day go live without an editor.
    """

    __tablename__ = "source"
    __table_args__ = (
        Index("ix_source_feed_address", "feed_address", unique=True,
              sqlite_where=text("feed_address <> ''"), postgresql_where=text("feed_address <> ''")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(NfcString(200), unique=True)
    address: Mapped[str] = mapped_column(String(2000), default="")
    language: Mapped[str] = mapped_column(String(20), default="")
    indexing: Mapped[str] = mapped_column(String(20), default="noindex-news")

    licence: Mapped[str] = mapped_column(NfcText, default="")
    licence_address: Mapped[str] = mapped_column(String(2000), default="")
    licence_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    text_rule: Mapped[str] = mapped_column(String(10), default=TextRule.EXCERPT.value)
    takes_pictures: Mapped[bool] = mapped_column(default=False)

    feed_address: Mapped[str] = mapped_column(String(2000), default="")
    interval_minutes: Mapped[int] = mapped_column(default=30)
    paused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    required_words: Mapped[str] = mapped_column(Text, default="")
    refused_words: Mapped[str] = mapped_column(Text, default="")
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id", ondelete="SET NULL"))
    category_rules: Mapped[list[Any]] = mapped_column(JSON, default=list)
    tag_rules: Mapped[list[Any]] = mapped_column(JSON, default=list)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("author.id", ondelete="SET NULL"))
    daily_auto_publish: Mapped[int] = mapped_column(default=0)

    category: Mapped[Category | None] = relationship()
    author: Mapped[Author | None] = relationship()
    feed_state: Mapped[FeedState | None] = relationship(
        back_populates="source", cascade="all, delete-orphan", passive_deletes=True
    )
