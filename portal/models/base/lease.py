"""The lease: a task that only one worker may do at a time, until a moment."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import String, delete
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Model, db
from portal.models.base.clock import UtcDateTime, now
from portal.models.base.upsert import dialect_insert


class Lease(Model):
    """`holder` is a random word that a worker chose for itself."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    holder: Mapped[str] = mapped_column(String(60))
    until: Mapped[datetime] = mapped_column(UtcDateTime)

    @classmethod
    def acquire(cls, name: str, holder: str, seconds: float) -> bool:
        """Take or renew the lease of a task for so many seconds. Return False if another holds it.

        Of several that ask at once, one gets it. The caller commits.
        """
        moment = now()
        values = {"holder": holder, "until": moment + timedelta(seconds=seconds)}
        is_free = (cls.until < moment) | (cls.holder == holder)
        first = dialect_insert(cls).values(name=name, **values)
        taken = first.on_conflict_do_update(index_elements=[cls.name], set_=values, where=is_free)
        return db.session.scalar(taken.returning(cls.holder)) is not None

    @classmethod
    def release(cls, name: str, holder: str) -> None:
        """Let the next worker take the lease at once. The caller commits."""
        db.session.execute(delete(cls).where(cls.name == name, cls.holder == holder))
