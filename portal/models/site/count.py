"""The count: how often something happened on one day, such as views of a placement."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Model


class Count(Model):
    """`what` names the counter: `placement-views:7`."""

    __tablename__ = "count"

    what: Mapped[str] = mapped_column(String(80), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
