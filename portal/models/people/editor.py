"""The editor: a person who can sign in at the desk, with a role."""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_login import UserMixin
from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Model, db
from portal.models.base.clock import UtcDateTime, now
from portal.models.base.text_types import NfcString
from portal.models.people.session import DeskSession

if TYPE_CHECKING:
    from portal.models.people.one_time_link import OneTimeLink
    from portal.models.taxonomy.author import Author

# OWASP Password Storage Cheat Sheet: Argon2id, 19 MiB, two iterations, parallelism 1.
hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
MIN_PASSWORD_CHARS = 10
MAX_EMAIL_CHARS = 254  # RFC 5321 §4.5.3.1.3, without the angle brackets
# Verified if there is no password, so that unknown addresses take as long as known ones.
DUMMY_HASH = (
    "$argon2id$v=19$m=19456,t=2,p=1$jzL6OjB11VpV/nAkWn3h7g"
    "$bAKXvNEmkIRO4CwUzNqq3rKzaDir6hSxJg7xaALcpRE"
)


class Role(StrEnum):
    """The role decides what an editor may do: see `desk.shared.permissions`."""

    CONTRIBUTOR = "contributor"
    AUTHOR = "author"
    EDITOR = "editor"
    ADMIN = "admin"


class LastAdmin(ValueError):
    """The change would leave no admin who can sign in and invite others."""


class Editor(UserMixin, Model):  # type: ignore[misc]  # Flask-Login has no type hints
    """If linked to an author, that author's articles are their own. Without a password they cannot sign in."""

    __tablename__ = "editor"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(NfcString(200), default="")
    role: Mapped[str] = mapped_column(String(20))
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    author_id: Mapped[int | None] = mapped_column(ForeignKey("author.id"), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    uses_keys: Mapped[bool] = mapped_column(default=True)

    author: Mapped[Author | None] = relationship()
    one_time_links: Mapped[list[OneTimeLink]] = relationship(
        back_populates="editor", cascade="all, delete-orphan"
    )

    @classmethod
    def by_email(cls, email: str) -> Editor | None:
        """Return the editor with this address, in any case."""
        return db.session.scalar(select(cls).filter_by(email=email.strip().lower()))

    @classmethod
    def add(cls, email: str, role: Role, password: str | None = None, name: str = "") -> Editor:
        """Add an editor. Raises ValueError for an invalid or used address, or too short a password."""
        email = email.strip().lower()
        if not is_email(email):
            raise ValueError(f"{email!r} is no e-mail address.")
        if cls.by_email(email):
            raise ValueError(f"{email} can already sign in.")
        editor = cls(email=email, role=role, name=name)
        if password is not None:
            editor.set_password(password)
        db.session.add(editor)
        return editor

    def set_password(self, password: str) -> None:
        """Set the password. Raises ValueError if it is shorter than MIN_PASSWORD_CHARS."""
        if len(password) < MIN_PASSWORD_CHARS:
            raise ValueError(f"A password takes at least {MIN_PASSWORD_CHARS} characters.")
        self.password_hash = hasher.hash(password)

    def has_password(self, password: str) -> bool:
        """True if this is the password."""
        return is_password(self.password_hash, password)

    @property
    def is_active(self) -> bool:
        """True unless the editor is deactivated."""
        return self.disabled_at is None

    @property
    def is_invited(self) -> bool:
        """True until they choose a password."""
        return not self.password_hash

    @property
    def display_name(self) -> str:
        """The name, or the address until there is one."""
        return self.name or self.email

    def set_role(self, role: Role) -> None:
        """Change the role. Raises LastAdmin."""
        if role != Role.ADMIN:
            self.refuse_if_last_admin()
        self.role = role

    def deactivate(self) -> None:
        """Sign them out everywhere and prevent further sign-ins. Their stories stay. Raises LastAdmin."""
        self.refuse_if_last_admin()
        self.disabled_at = now()
        db.session.execute(delete(DeskSession).where(DeskSession.editor_id == self.id))
        self.one_time_links.clear()

    def reactivate(self) -> None:
        """Allow them to sign in again."""
        self.disabled_at = None

    def refuse_if_last_admin(self) -> None:
        """Raise LastAdmin if no other admin can sign in. Locks all admins until the commit."""
        admins = select(Editor).where(
            Editor.role == Role.ADMIN, Editor.disabled_at.is_(None), Editor.password_hash != ""
        )
        if list(db.session.scalars(admins.with_for_update())) == [self]:
            raise LastAdmin(f"{self.display_name} is the last admin.")

    @classmethod
    def has_any(cls) -> bool:
        """True if somebody can sign in or is invited."""
        return db.session.scalar(select(cls.id).limit(1)) is not None


def is_email(text: str) -> bool:
    """True if the text has the form of an e-mail address and is short enough for one."""
    return re.fullmatch(r"[^@\s]+@[^@\s]+", text) is not None and len(text) <= MAX_EMAIL_CHARS


def is_password(hashed: str, password: str) -> bool:
    """True if the password has this hash. Without a hash it takes as long and is False."""
    try:
        return hasher.verify(hashed or DUMMY_HASH, password) and bool(hashed)
    except (VerificationError, InvalidHashError):
        return False
