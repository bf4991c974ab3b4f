"""The wire item: one story of another publisher's, as it came in."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, Index, Select, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Model
from portal.models.base.clock import UtcDateTime, now
from portal.models.base.keyset_paging import newest_first

if TYPE_CHECKING:
    from portal.models.article.article import Article
    from portal.models.taxonomy.source import Source


class ItemState(StrEnum):
    """The fate of an item.

    A copy has the address of an item that came in before; a refused one did not pass its source's
    rules. Neither has an article.
    """

    WAITING = "waiting"
    TAKEN = "taken"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"
    COPY = "copy"
    REFUSED = "refused"


class WireItem(Model):
    """The original: its text is kept as it came in, whatever becomes of the article made of it.

    `headline`, `summary` and `byline` are plain text; `body` is HTML that `cleaning.clean` has
    passed, without pictures. `pictures` are `{address, alt, credit, width, height}`. `address` is
    without tracking parameters. `content_hash` is that of headline, summary and body. `publisher`
    is who wrote it, where the feed is an aggregator's.

    `article_version` is the version that the article had when the wire last wrote it: a higher one
    has been worked on. `changed` holds what the source says now, where the article could not follow:
    `{headline, summary, body, content_hash, published_at}`. `original` is the item that a copy
    copies. `reason` says why an item was refused.
    """

    __tablename__ = "wire_item"
    __table_args__ = (
        Index("ix_wire_item_queue", "state", "fetched_at", "id"),
        Index("ix_wire_item_source", "source_id", "fetched_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id", ondelete="CASCADE"))
    guid: Mapped[str] = mapped_column(String(2000), default="")
    address: Mapped[str] = mapped_column(String(2000), default="")
    headline: Mapped[str] = mapped_column(String(500), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[str] = mapped_column(Text, default="")
    byline: Mapped[str] = mapped_column(String(300), default="")
    language: Mapped[str] = mapped_column(String(20), default="")
    terms: Mapped[list[str]] = mapped_column(JSON, default=list)
    pictures: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    rights: Mapped[str] = mapped_column(Text, default="")
    publisher: Mapped[str] = mapped_column(String(200), default="")
    publisher_address: Mapped[str] = mapped_column(String(2000), default="")
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fetched_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    content_hash: Mapped[str] = mapped_column(String(64), default="")

    state: Mapped[str] = mapped_column(String(12), default=ItemState.WAITING.value)
    reason: Mapped[str] = mapped_column(Text, default="")
    article_id: Mapped[int | None] = mapped_column(
        ForeignKey("article.id", ondelete="SET NULL"), index=True
    )
    article_version: Mapped[int | None]
    original_id: Mapped[int | None] = mapped_column(
        ForeignKey("wire_item.id", ondelete="SET NULL"), index=True
    )
    changed: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    auto_published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    source: Mapped[Source] = relationship()
    article: Mapped[Article | None] = relationship()

    @classmethod
    def waiting(cls) -> Select[WireItem]:
        """Return the query of the items whose drafts wait for an editor, the last that came in first.

        A draft that was published, binned or taken back leaves it, whatever page that was done on.
        """
        from portal.models.article.article import Article

        in_review = (
            Article.submitted_at.is_not(None),
            Article.published_at.is_(None),
            Article.binned_at.is_(None),
        )
        mine = select(cls).join(Article, Article.id == cls.article_id)
        mine = mine.where(cls.state == ItemState.WAITING, *in_review)
        return newest_first(mine, fetched_at=cls.fetched_at, id=cls.id)

    @classmethod
    def newest(cls, source: Source) -> Select[Any]:
        """Return the query of all items of a source, the last that came in first."""
        mine = select(cls).filter_by(source_id=source.id)
        return newest_first(mine, fetched_at=cls.fetched_at, id=cls.id)

    @property
    def is_closed(self) -> bool:
        """True if nothing of this item may come back: it was dismissed, or its article was deleted."""
        if self.state in (ItemState.WAITING, ItemState.TAKEN):
            return self.article is None or self.article.binned_at is not None
        return self.state == ItemState.DISMISSED


class WireKey(Model):
    """An identity under which an item of a source was seen, see `ingest.filing.identity`.

    An item has several: its guid, its address, its text. Of one source, each names one item.
    """

    __tablename__ = "wire_key"
    __table_args__ = (Index("uq_wire_key", "key", "source_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id", ondelete="CASCADE"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("wire_item.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(42))
