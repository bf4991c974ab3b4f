"""The one-time link: lets a person choose a password once, and so sign in."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from portal.extensions import Model, db
from portal.models.base.clock import UtcDateTime, now
from portal.models.people.editor import Editor
from portal.models.people.tokens import hash_of, new_token

INVITATION_LIFETIME = timedelta(days=3)
RESET_LIFETIME = timedelta(hours=2)
# No second mail is sent within this time.
RESEND_INTERVAL = timedelta(minutes=5)


class OneTimeLink(Model):
    """A link without an editor creates the first one. `token_hash` is the SHA-256 of its token."""

    __tablename__ = "one_time_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    editor_id: Mapped[int | None] = mapped_column(
        ForeignKey("editor.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)

    editor: Mapped[Editor | None] = relationship(back_populates="one_time_links")

    @classmethod
    def create(cls, editor: Editor | None, lifetime: timedelta = INVITATION_LIFETIME) -> str:
        """Return the path of a new link; the editor's older links stop working."""
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
        """Return the link with this token; None if it was used, expired, or is not usable any more."""
        found = select(cls).where(cls.token_hash == hash_of(token), cls.expires_at > now())
        link = db.session.scalar(found.options(joinedload(cls.editor)))
        if link is None:
            return None
        return link if cls.is_usable_by(link.editor) else None

    @staticmethod
    def is_usable_by(editor: Editor | None) -> bool:
        """True for an active editor, or without one while no editor exists."""
        return editor.is_active if editor else not Editor.has_any()

    @classmethod
    def was_sent_recently(cls, editor: Editor) -> bool:
        """True if the editor was given a link within RESEND_INTERVAL."""
        newest = select(cls.id).where(
            cls.editor_id == editor.id, cls.created_at > now() - RESEND_INTERVAL
        )
        return db.session.scalar(newest) is not None

    @classmethod
    def consume(cls, token: str) -> bool:
        """Delete the link; True if it still existed. Of two concurrent requests, one gets True."""
        mine = delete(cls).where(cls.token_hash == hash_of(token), cls.expires_at > now())
        return db.session.scalar(mine.returning(cls.id)) is not None
