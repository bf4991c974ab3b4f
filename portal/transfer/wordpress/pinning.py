"""Pins the old site's sticky posts to the front page."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from portal.extensions import db
from portal.models import Article, Pin
from portal.models.site.pin import SLOTS


def pin_articles(ids: Sequence[int]) -> None:
    """Put the live ones of these articles into free slots of the front page, newest first."""
    taken = set(db.session.scalars(select(Pin.slot)))
    pinned = set(db.session.scalars(select(Pin.article_id)))
    free = [slot for slot in SLOTS if slot not in taken]
    live = select(Article.id).where(Article.id.in_(ids), Article.is_live)
    newest = db.session.scalars(live.order_by(Article.published_at.desc())).all()
    wanted = [id for id in newest if id not in pinned]
    db.session.add_all(
        Pin(slot=slot, article_id=id) for slot, id in zip(free, wanted, strict=False)
    )
    db.session.commit()
