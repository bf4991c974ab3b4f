"""The pin: an article that an editor puts in a slot of the front page, or keeps off it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from portal.extensions import Model, db

if TYPE_CHECKING:
    from portal.models.article.article import Article

SLOTS = ("lead", "second-1", "second-2", "second-3", "second-4")
HIDDEN_SLOT = "nowhere"


class Pin(Model):
    """`slot` is one of SLOTS, or HIDDEN_SLOT. An empty slot shows the newest story.

    Of several live stories in a slot the last published is shown, so a scheduled story replaces the
    one before it when it goes live, not earlier.
    """

    __tablename__ = "pin"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    slot: Mapped[str] = mapped_column(String(20), index=True)

    article: Mapped[Article] = relationship()

    @classmethod
    def set_slot(cls, article: Article, slot: str) -> None:
        """Pin an article to one slot and remove its other pins; with an empty `slot` remove all.

        A live article replaces those that are live in that slot.
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
        """Swap the stories of two slots, also if one is empty."""
        there = {slot: other, other: slot}
        for pin in cls.in_order():
            pin.slot = there.get(pin.slot, pin.slot)

    @classmethod
    def by_slot(cls) -> dict[str, Article]:
        """Return the story of each slot: the live one, else the scheduled one."""
        pins = sorted(cls.in_order(), key=lambda pin: pin.article.is_live)
        return {pin.slot: pin.article for pin in pins if pin.slot in SLOTS}

    @classmethod
    def in_order(cls) -> list[Pin]:
        """Return all pins by the publication time of their stories."""
        from portal.models.article.article import Article

        ordered = select(cls).join(cls.article).order_by(Article.published_at, Article.id)
        return list(db.session.scalars(ordered.options(joinedload(cls.article))))
