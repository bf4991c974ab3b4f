"""The pin: an article that an editor has put in a slot of the front page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import db

if TYPE_CHECKING:
    from portal.models.article import Article

SLOTS = ("lead", "second-1", "second-2", "second-3", "second-4")


class Pin(db.Model):
    """`slot` is one of SLOTS. An empty slot fills with the newest story."""

    __tablename__ = "pin"

    slot: Mapped[str] = mapped_column(String(20), primary_key=True)
    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), unique=True
    )

    article: Mapped[Article] = relationship()
