"""The audit entry: an action of an editor at the desk."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Select, String, Text, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from portal.extensions import Model, db
from portal.models.base.clock import UtcDateTime, now
from portal.models.base.keyset_paging import newest_first

if TYPE_CHECKING:
    from portal.models.people.editor import Editor


class AuditAction(StrEnum):
    """The kind of action. The values are stored."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    MERGED = "merged"
    MOVED = "moved"
    SENT_FOR_REVIEW = "sent for review"
    SENT_BACK = "sent back"
    PUBLISHED = "published"
    SCHEDULED = "scheduled"
    UNPUBLISHED = "unpublished"
    CORRECTED = "corrected"
    BINNED = "binned"
    UNDONE = "taken back"
    PINNED = "pinned"
    UNPINNED = "unpinned"
    PASSWORD_CHOSEN = "chose a password"  # noqa: S105
    INVITED = "invited"
    REACTIVATED = "let in"
    DEACTIVATED = "shut out"
    SIGNED_IN = "signed in"
    SIGNED_OUT = "signed out"


class AuditEntry(Model):
    """`noun` and `noun_id` name the row that it changed; `detail` describes it, also once it is deleted."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    editor_id: Mapped[int | None] = mapped_column(
        ForeignKey("editor.id", ondelete="SET NULL"), index=True
    )
    done_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    action: Mapped[str] = mapped_column(String(60))
    noun: Mapped[str] = mapped_column(String(60))
    noun_id: Mapped[int | None]
    detail: Mapped[str] = mapped_column(Text, default="")

    editor: Mapped[Editor | None] = relationship()

    @classmethod
    def record(
        cls, editor: Editor | None, action: AuditAction, noun: Model, detail: str = ""
    ) -> AuditEntry:
        """Add an entry in this transaction, so that it exists exactly if the action succeeds."""
        db.session.flush()
        entry = cls(
            editor_id=editor.id if editor else None,
            action=action,
            noun=noun.__tablename__,
            noun_id=getattr(noun, "id", None),
            detail=detail,
        )
        db.session.add(entry)
        return entry

    @property
    def is_own_account(self) -> bool:
        """True if editors did it to their own account, such as signing in."""
        return self.noun == "editor" and self.noun_id == self.editor_id

    @classmethod
    def newest(cls) -> Select[Any]:
        """Return all entries, newest first."""
        query = select(cls).options(joinedload(cls.editor))
        return newest_first(query, done_at=cls.done_at, id=cls.id)
