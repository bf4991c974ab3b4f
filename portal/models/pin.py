"""The pin: an article that an editor has put in a slot of the front page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, or_, select
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

    @classmethod
    def put(cls, article: Article, slot: str) -> None:
        """Pin a story to a slot; it leaves the one it had, and what was there is unpinned."""
        here = or_(cls.slot == slot, cls.article_id == article.id)
        for pin in db.session.scalars(select(cls).where(here)):
            db.session.delete(pin)
        db.session.flush()
        db.session.add(cls(slot=slot, article_id=article.id))

    @classmethod
    def swap(cls, slot: str, other: str) -> None:
        """Let what is in two slots, or in one of them, change places."""
        pins = {each: db.session.get(cls, each) for each in (slot, other)}
        stories = {each: pin.article_id if pin else None for each, pin in pins.items()}
        for pin in filter(None, pins.values()):
            db.session.delete(pin)
        db.session.flush()
        for each, article_id in ((slot, stories[other]), (other, stories[slot])):
            if article_id:
                db.session.add(cls(slot=each, article_id=article_id))
        db.session.flush()
