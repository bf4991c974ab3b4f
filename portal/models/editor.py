"""The editor: someone who signs in at the desk, with a role."""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import db
from portal.models.clock import Moment, now

if TYPE_CHECKING:
    from portal.models.author import Author

# OWASP Password Storage Cheat Sheet: Argon2id, 19 MiB, two passes, one lane.
hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
SHORTEST_PASSWORD = 10
LONGEST_EMAIL = 254  # RFC 5321 §4.5.3.1.3, less the brackets


class Role(StrEnum):
    CONTRIBUTOR = "contributor"
    AUTHOR = "author"
    EDITOR = "editor"
    ADMIN = "admin"


class Editor(db.Model):
    """Linked to an author, that author's articles are their own. No password: cannot sign in yet."""

    __tablename__ = "editor"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    role: Mapped[str] = mapped_column(String(20))
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    author_id: Mapped[int | None] = mapped_column(ForeignKey("author.id"), unique=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    disabled_at: Mapped[datetime | None] = mapped_column(Moment)

    author: Mapped[Author | None] = relationship()

    @classmethod
    def by_email(cls, email: str) -> Editor | None:
        return db.session.scalar(select(cls).filter_by(email=email.strip().lower()))

    @classmethod
    def add(cls, email: str, role: Role, password: str | None = None, name: str = "") -> Editor:
        """Raises ValueError for an address that is none or is taken, or a password too short."""
        email = email.strip().lower()
        if not re.fullmatch(r"[^@\s]+@[^@\s]+", email) or len(email) > LONGEST_EMAIL:
            raise ValueError(f"{email!r} is no e-mail address.")
        if cls.by_email(email):
            raise ValueError(f"{email} can already sign in.")
        editor = cls(email=email, role=role, name=name)
        if password is not None:
            editor.set_password(password)
        db.session.add(editor)
        return editor

    def set_password(self, password: str) -> None:
        if len(password) < SHORTEST_PASSWORD:
            raise ValueError(f"A password takes at least {SHORTEST_PASSWORD} characters.")
        self.password_hash = hasher.hash(password)

    def has_password(self, password: str) -> bool:
        try:
            return hasher.verify(self.password_hash, password)
        except (VerificationError, InvalidHashError):
            return False
