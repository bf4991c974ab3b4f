"""Failed sign-ins, counted by account and by network address, to slow down guessing."""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Model, db
from portal.models.base.clock import UtcDateTime, now
from portal.models.base.upsert import dialect_insert

RETENTION = timedelta(days=1)
# Attempts that may fail before the next has to wait, and the longest wait. A newsroom shares an address.
ACCOUNT = 3, timedelta(minutes=5)
ADDRESS = 15, timedelta(minutes=15)


class FailedSignIn(Model):
    """`key` is `account:…` or `address:…`; the next attempt is allowed at `opens_at`."""

    __tablename__ = "failed_sign_in"

    key: Mapped[str] = mapped_column(String(300), primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
    failed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    @classmethod
    def count_attempt(cls, email: str, address: str) -> timedelta | None:
        """Count an attempt as failed before it is made, so that concurrent ones are all counted.

        Returns the time to wait if it comes too early; then it must not be made.
        """
        db.session.execute(delete(cls).where(cls.failed_at < now() - RETENTION))
        rows = [
            (cls.lock_row(account_key(email)), *ACCOUNT),
            (cls.lock_row(address_key(address)), *ADDRESS),
        ]
        wait = max(row.opens_at for row, *_ in rows) - now()
        if wait > timedelta(0):
            return wait
        for row, free, longest in rows:
            row.add_failure(free, longest)
        return None

    @classmethod
    def undo_attempt(cls, email: str, address: str) -> None:
        """Undo the count after a successful sign-in: clear the account, and one attempt of the address."""
        cls.clear(email)
        row = cls.lock_row(address_key(address))
        row.number = max(0, row.number - 1)
        row.opens_at = now()

    @classmethod
    def clear(cls, email: str) -> None:
        """Allow the account to be tried at once again."""
        db.session.execute(delete(cls).where(cls.key == account_key(email)))

    @classmethod
    def waiting_time(cls, email: str, address: str) -> timedelta:
        """Return the time until the next attempt is allowed."""
        keys = account_key(email), address_key(address)
        opens = db.session.scalars(select(cls.opens_at).where(cls.key.in_(keys))).all()
        return max([each - now() for each in opens] + [timedelta(0)])

    @classmethod
    def lock_row(cls, key: str) -> FailedSignIn:
        """Return the row of this key, created if missing; others wait for it until the commit."""
        moment = now()
        new = {"key": key, "number": 0, "failed_at": moment, "opens_at": moment}
        db.session.execute(dialect_insert(cls).values(new).on_conflict_do_nothing())
        return db.session.get_one(cls, key, with_for_update=True, populate_existing=True)

    def add_failure(self, free: int, longest: timedelta) -> None:
        """Count one more. After the free ones, each doubles the wait, from two seconds on."""
        self.number += 1
        self.failed_at = now()
        beyond = self.number - free
        delay = timedelta(seconds=2 ** min(beyond, 20)) if beyond > 0 else timedelta(0)
        self.opens_at = self.failed_at + min(delay, longest)


def account_key(email: str) -> str:
    """Return the key of an account."""
    return f"account:{email.strip().lower()[:254]}"


def address_key(address: str) -> str:
    """Return the key of a network address; for IPv6 of its /64, which one customer has (RFC 6177)."""
    try:
        if ip_address(address).version == 6:
            address = str(ip_network(f"{address}/64", strict=False))
    except ValueError:
        address = ""
    return f"address:{address}"
