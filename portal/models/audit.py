"""The audit entry: who did what at the desk, and when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db
from portal.models.clock import Moment, now


class AuditEntry(db.Model):
    """`noun` and `noun_id` name what it was done to, also when that is gone."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    editor_id: Mapped[int | None] = mapped_column(
        ForeignKey("editor.id", ondelete="SET NULL"), index=True
    )
    done_at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)
    action: Mapped[str] = mapped_column(String(60))
    noun: Mapped[str] = mapped_column(String(60))
    noun_id: Mapped[int | None]
    detail: Mapped[str] = mapped_column(Text, default="")
