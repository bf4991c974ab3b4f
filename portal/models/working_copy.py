"""The working copy: what an editor has typed and not saved yet, kept so that no word is lost."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db
from portal.models.clock import Moment, now


class WorkingCopy(db.Model):
    """One for each editor and article. `fields` as in a revision; `begun_from` is what it changes."""

    __tablename__ = "working_copy"
    __table_args__ = (UniqueConstraint("article_id", "editor_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"))
    editor_id: Mapped[int] = mapped_column(ForeignKey("editor.id", ondelete="CASCADE"), index=True)
    begun_from: Mapped[int | None] = mapped_column(ForeignKey("revision.id", ondelete="SET NULL"))
    saved_at: Mapped[datetime] = mapped_column(Moment, default=now)
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
