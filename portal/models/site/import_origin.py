"""The origin: the row of another site from which one of ours was made."""

from __future__ import annotations

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Model


class ImportOrigin(Model):
    """`site`, `kind` and `key` name the row there, `noun` and `noun_id` ours; `digest` is of its content.

    With it a site can be imported again without duplicates.
    """

    __tablename__ = "origin"
    __table_args__ = (UniqueConstraint("site", "kind", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    site: Mapped[str] = mapped_column(String(300))
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(300))
    noun: Mapped[str] = mapped_column(String(40))
    noun_id: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64), default="")
