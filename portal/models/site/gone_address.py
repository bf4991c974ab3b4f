"""The gone address: the path of a story that was deleted from the bin. It answers 410."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Model, db
from portal.models.base.clock import UtcDateTime, now
from portal.models.base.text_types import NfcString


class GoneAddress(Model):
    """`path` has no slash at its end."""

    __tablename__ = "gone_address"

    path: Mapped[str] = mapped_column(NfcString(700), primary_key=True)
    gone_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    @classmethod
    def exists(cls, path: str) -> bool:
        """True if a story at this path was deleted."""
        return db.session.get(cls, path.rstrip("/")) is not None
