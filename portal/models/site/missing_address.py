"""The missing address: a path that was requested and not found; the desk can redirect it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.extensions import Model
from portal.models.base.clock import UtcDateTime, now
from portal.models.base.text_types import NfcString
from portal.models.base.upsert import dialect_insert

# Bounds the table against clients that request every possible address.
MAX_ROWS = 500


class MissingAddress(Model):
    """`times` counts the requests, `seen_at` is the last one."""

    __tablename__ = "lost_address"

    path: Mapped[str] = mapped_column(NfcString(700), primary_key=True)
    times: Mapped[int] = mapped_column(default=1)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)

    @classmethod
    def record(cls, session: Session, asked: Counter[str]) -> None:
        """Add the numbers of requests by path, and delete the oldest rows beyond MAX_ROWS."""
        rows = [{"path": path, "times": asked[path], "seen_at": now()} for path in sorted(asked)]
        fresh = dialect_insert(cls, session).values(rows)
        again = {"times": cls.times + fresh.excluded.times, "seen_at": fresh.excluded.seen_at}
        session.execute(fresh.on_conflict_do_update(index_elements=[cls.path], set_=again))
        kept = select(cls.path).order_by(cls.seen_at.desc()).limit(MAX_ROWS)
        session.execute(delete(cls).where(cls.path.not_in(kept)))
