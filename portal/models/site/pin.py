"""The pin: an article that an editor has put in a slot of the front page, or keeps off it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from portal.extensions import db

if TYPE_CHECKING:
    from portal.models.article.article import Article

SLOTS = ("lead", "second-1", "second-2", "second-3", "second-4")
HIDDEN_SLOT = "nowhere"


class Pin(db.Model):
    """`slot` is one of SLOTS, or HIDDEN_SLOT. An empty slot fills with the newest story.

    Of several live stories in a slot the last published has it: so a scheduled one takes it from
    the one before when it goes live, not earlier.
    """

    __tablename__ = "pin"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    slot: Mapped[str] = mapped_column(String(20), index=True)

    article: Mapped[Article] = relationship()

    @classmethod
    def set_slot(cls, article: Article, slot: str) -> None:
        """Pin an article to a slot, and to no other; where `slot` is empty, to none.

        A live one makes those leave that are live there now.
        """
        leaving = [each for each in cls.in_order() if each.article_id == article.id]
        if slot in SLOTS and article.is_live:
            leaving += [
                each for each in cls.in_order() if each.slot == slot and each.article.is_live
            ]
        for pin in {*leaving}:
            db.session.delete(pin)
        db.session.flush()
        if slot:
            db.session.add(cls(article=article, slot=slot))

    @classmethod
    def swap_slots(cls, slot: str, other: str) -> None:
        """Let what is in two slots, or in one of them, change places."""
        there = {slot: other, other: slot}
        for pin in cls.in_order():
            pin.slot = there.get(pin.slot, pin.slot)

    @classmethod
    def by_slot(cls) -> dict[str, Article]:
        """The story of each slot: the live one, else the one that will be."""
        pins = sorted(cls.in_order(), key=lambda pin: pin.article.is_live)
        return {pin.slot: pin.article for pin in pins if pin.slot in SLOTS}

    @classmethod
    def in_order(cls) -> list[Pin]:
        """All of them, by when their stories were or will be published."""
        from portal.models.article.article import Article

        ordered = select(cls).join(cls.article).order_by(Article.published_at, Article.id)
        return list(db.session.scalars(ordered.options(joinedload(cls.article))))
