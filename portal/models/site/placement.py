"""The placement: an advertisement and the slot of the page in which it is shown."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Model
from portal.models.base.clock import UtcDateTime
from portal.models.base.text_types import NfcString


class Placement(Model):
    """An image with a link, or an ad network's `code`; shown between two times, in proportion to `weight`."""

    __tablename__ = "placement"

    id: Mapped[int] = mapped_column(primary_key=True)
    slot: Mapped[str] = mapped_column(String(40), index=True)
    name: Mapped[str] = mapped_column(NfcString(200))
    image_id: Mapped[int | None] = mapped_column(ForeignKey("image.id"))
    address: Mapped[str] = mapped_column(String(2000), default="")
    code: Mapped[str] = mapped_column(Text, default="")
    weight: Mapped[int] = mapped_column(default=1)
    shown_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    shown_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
