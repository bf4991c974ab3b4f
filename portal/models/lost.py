"""The lost address: one that was asked for and is not there; the desk may lead it on."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.extensions import db
from portal.models.clock import Moment, now

# Whoever tries every address of the world must not fill the disk.
MOST = 500


class LostAddress(db.Model):
    __tablename__ = "lost_address"

    path: Mapped[str] = mapped_column(String(700), primary_key=True)
    times: Mapped[int] = mapped_column(default=1)
    seen_at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)

    @classmethod
    def note(cls, session: Session, asked: Counter[str]) -> None:
        """Add what was asked for in vain, by path, and forget the oldest beyond MOST."""
        for path, times in asked.items():
            lost = session.get(cls, path)
            if lost is None:
                session.add(cls(path=path, times=times))
            else:
                lost.times, lost.seen_at = lost.times + times, now()
        session.flush()
        kept = select(cls.path).order_by(cls.seen_at.desc()).limit(MOST)
        session.execute(delete(cls).where(cls.path.not_in(kept)))
