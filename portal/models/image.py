"""The image: a picture with its alt, caption, credit and source."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Float, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db
from portal.models.clock import Moment, now


class Image(db.Model):
    """Kept by the hash of what was uploaded; `width` and `height` in pixels, upright.

    `focal_x` and `focal_y`, from 0 to 1, say what a cut must keep.
    """

    __tablename__ = "image"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    format: Mapped[str] = mapped_column(String(10))
    width: Mapped[int]
    height: Mapped[int]
    bytes: Mapped[int] = mapped_column(default=0)
    file_name: Mapped[str] = mapped_column(String(300), default="")
    alt: Mapped[str] = mapped_column(Text, default="")
    caption: Mapped[str] = mapped_column(Text, default="")
    credit: Mapped[str] = mapped_column(String(300), default="")
    source_address: Mapped[str] = mapped_column(String(2000), default="")
    focal_x: Mapped[float] = mapped_column(Float, default=0.5)
    focal_y: Mapped[float] = mapped_column(Float, default=0.5)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
