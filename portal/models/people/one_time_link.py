"""The one-time link: lets somebody choose a password, once, and so sign in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from portal.extensions import db
from portal.models.base.clock import UtcDateTime, now
from portal.models.people.tokens import hash_of, new_token

if TYPE_CHECKING:
    from portal.models.people.editor import Editor

INVITATION_LIFETIME = timedelta(days=3)
RESET_LIFETIME = timedelta(hours=2)
# Who asks again so soon has a letter on its way already.
RESEND_INTERVAL = timedelta(minutes=5)


class OneTimeLink(db.Model):
    """Of nobody: it makes the first editor. `token_hash` is the SHA-256 of its last word."""

    __tablename__ = "one_time_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    editor_id: Mapped[int | None] = mapped_column(
        ForeignKey("editor.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)

    editor: Mapped[Editor | None] = relationship()

    @classmethod
    def create(cls, editor: Editor | None, lifetime: timedelta = INVITATION_LIFETIME) -> str:
        """The path of a new link; the editor's older ones no longer work."""
        db.session.flush()
        editor_id = editor.id if editor else None
        db.session.execute(delete(cls).where(cls.editor_id.is_not_distinct_from(editor_id)))
        token = new_token()
        db.session.add(
            cls(token_hash=hash_of(token), editor_id=editor_id, expires_at=now() + lifetime)
        )
        return f"/desk/links/{token}"

    @classmethod
    def find(cls, token: str) -> OneTimeLink | None:
        """The link that this token opens, unless it has been used, has expired, or leads nowhere."""
        found = select(cls).where(cls.token_hash == hash_of(token), cls.expires_at > now())
        link = db.session.scalar(found.options(joinedload(cls.editor)))
        if link is None:
            return None
        return link if cls.is_usable_by(link.editor) else None

    @staticmethod
    def is_usable_by(editor: Editor | None) -> bool:
        """One who was shut out stays out; and only the first editor needs nobody's invitation."""
        from portal.models.people.editor import Editor

        return editor.is_active if editor else not Editor.has_any()

    @classmethod
    def was_sent_recently(cls, editor: Editor) -> bool:
        """The editor was given a link a moment ago."""
        newest = select(cls.id).where(
            cls.editor_id == editor.id, cls.created_at > now() - RESEND_INTERVAL
        )
        return db.session.scalar(newest) is not None

    @classmethod
    def consume(cls, token: str) -> bool:
        """Use it up. Of two who try at once, one is told True."""
        mine = delete(cls).where(cls.token_hash == hash_of(token), cls.expires_at > now())
        return db.session.scalar(mine.returning(cls.id)) is not None
