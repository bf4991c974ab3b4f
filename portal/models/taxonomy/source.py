"""The source: another publisher whose stories we carry or whose feed we follow."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db
from portal.models.base.clock import UtcDateTime


class Source(db.Model):
    """`indexing` is what search engines are told of its stories: see `article.Indexing`."""

    __tablename__ = "source"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    address: Mapped[str] = mapped_column(String(2000), default="")
    feed_address: Mapped[str] = mapped_column(String(2000), default="")
    language: Mapped[str] = mapped_column(String(20), default="")
    licence: Mapped[str] = mapped_column(Text, default="")
    indexing: Mapped[str] = mapped_column(String(20), default="noindex-news")
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fetched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str] = mapped_column(Text, default="")
