"""The review note: why a story was sent back, until it is submitted again or published."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Model
from portal.models.base.clock import UtcDateTime, now
from portal.models.base.text_types import NfcText

if TYPE_CHECKING:
    from portal.models.people.editor import Editor


class ReviewNote(Model):
    """One note for each story; a new one replaces it."""

    __tablename__ = "review_note"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    editor_id: Mapped[int | None] = mapped_column(ForeignKey("editor.id", ondelete="SET NULL"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    text: Mapped[str] = mapped_column(NfcText)

    editor: Mapped[Editor | None] = relationship()
