"""The session: a browser in which an editor is signed in. It is stored here, so it can be revoked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, Select, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Model, db
from portal.models.base.clock import UtcDateTime, now
from portal.models.people.tokens import hash_of, new_token

if TYPE_CHECKING:
    from portal.models.people.editor import Editor

# The longest idle time, and the longest lifetime: of a shared and of a remembered browser.
SHORT = timedelta(hours=12), timedelta(days=2)
LONG = timedelta(days=14), timedelta(days=60)


class DeskSession(Model):
    """`token_hash` is the SHA-256 of the cookie's token. A remembered session outlives the browser."""

    __tablename__ = "desk_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    editor_id: Mapped[int | None] = mapped_column(
        ForeignKey("editor.id", ondelete="CASCADE"), index=True
    )
    values: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_remembered: Mapped[bool] = mapped_column(default=False)
    agent: Mapped[str] = mapped_column(String(300), default="")

    editor: Mapped[Editor | None] = relationship()

    @classmethod
    def create(
        cls, editor_id: int, values: dict[str, Any], agent: str = "", remembered: bool = False
    ) -> tuple[DeskSession, str]:
        """Return a new session of an editor and the token for its cookie."""
        db.session.execute(delete(cls).where(cls.expires_at < now()))
        token = new_token()
        session = cls(
            token_hash=hash_of(token),
            editor_id=editor_id,
            values=values,
            agent=agent[:300],
            is_remembered=remembered,
            expires_at=now() + (LONG if remembered else SHORT)[1],
        )
        db.session.add(session)
        return session, token

    @classmethod
    def by_token(cls, token: str) -> Select[Any]:
        """Return the query for the session with this token."""
        return select(cls).where(cls.token_hash == hash_of(token))

    @classmethod
    def select_for(cls, editor: Editor) -> Select[Any]:
        """Return the editor's sessions that have not expired, last seen first."""
        mine = select(cls).where(cls.editor_id == editor.id, cls.expires_at > now())
        return mine.order_by(cls.seen_at.desc(), cls.id.desc())

    @classmethod
    def end_all(cls, editor: Editor, except_id: int | None = None) -> None:
        """Sign an editor out everywhere, except in the session with this id."""
        db.session.execute(
            delete(cls).where(cls.editor_id == editor.id, cls.id != (except_id or 0))
        )

    @property
    def is_valid(self) -> bool:
        """True unless it is too old or was idle for too long."""
        idle = (LONG if self.is_remembered else SHORT)[0]
        return now() < min(self.expires_at, self.seen_at + idle)
