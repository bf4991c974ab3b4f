"""The state of a source's feed: what the last fetch found, and when the next one is due."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Model
from portal.models.base.clock import UtcDateTime

if TYPE_CHECKING:
    from portal.models.taxonomy.source import Source


class FeedState(Model):
    """One row for each source that has a feed.

    It is a table of its own because a change of a source makes every page new, and this one changes
    with each fetch.

    `etag` and `last_modified` make the next request conditional (RFC 9110 §13); `body_hash` tells an
    unchanged feed whose server ignores them. `due_at` is empty where nothing is to be fetched: paused
    or gone. `failures` counts fetches that failed in a row; `error_kind` is one of
    `ingest.failures.FAILURES`, `error` its sentence. `warnings` are faults of the feed that kept
    nothing out. `gone_at`: the publisher has answered 410. `usual_gap_seconds` is the longest usual
    time between two stories.

    `title` and `home` are what the feed calls itself: another one may take over its address.
    `aggregator` names a search service that lists other publishers' stories; `publishers` are those.
    """

    __tablename__ = "feed_state"

    source_id: Mapped[int] = mapped_column(
        ForeignKey("source.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    fetched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    succeeded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_new_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failures: Mapped[int] = mapped_column(default=0)
    error_kind: Mapped[str] = mapped_column(String(20), default="")
    error: Mapped[str] = mapped_column(Text, default="")
    warnings: Mapped[list[str]] = mapped_column(JSON, default=list)

    etag: Mapped[str] = mapped_column(String(500), default="")
    last_modified: Mapped[str] = mapped_column(String(100), default="")
    body_hash: Mapped[str] = mapped_column(String(64), default="")
    ttl_seconds: Mapped[int] = mapped_column(default=0)
    skip_hours: Mapped[list[int]] = mapped_column(JSON, default=list)
    skip_days: Mapped[list[int]] = mapped_column(JSON, default=list)
    gone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    usual_gap_seconds: Mapped[int] = mapped_column(default=0)

    title: Mapped[str] = mapped_column(String(300), default="")
    home: Mapped[str] = mapped_column(String(2000), default="")
    aggregator: Mapped[str] = mapped_column(String(40), default="")
    publishers: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)

    source: Mapped[Source] = relationship(back_populates="feed_state")

    def make_due(self, moment: datetime) -> None:
        """Fetch the whole feed again at `moment`, whatever was wrong with it before."""
        self.due_at, self.gone_at = moment, None
        self.failures, self.error_kind, self.error = 0, "", ""
        self.etag = self.last_modified = self.body_hash = ""
        self.title = self.home = ""
