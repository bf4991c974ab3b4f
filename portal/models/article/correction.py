"""The correction: a dated note that tells readers what an article got wrong."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Model
from portal.models.base.clock import UtcDateTime, now
from portal.models.base.text_types import NfcText


class Correction(Model):
    """One correction; an article shows all of its own, oldest first."""

    __tablename__ = "correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), index=True
    )
    corrected_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    text: Mapped[str] = mapped_column(NfcText)
