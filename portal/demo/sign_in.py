"""The demo's editor account."""

from __future__ import annotations

import secrets
from pathlib import Path

from flask import current_app

from portal.instance_folder import open_private
from portal.models import Editor, Role

EMAIL = "editor@europ-info.example"


def add_editor() -> None:
    """Add an admin with a random password, which is stored in the instance folder only."""
    if Editor.by_email(EMAIL):
        return
    password = secrets.token_urlsafe(12)
    Editor.add(EMAIL, Role.ADMIN, password, "Demo editor")
    with open(password_file(), "w", encoding="ascii", opener=open_private) as file:
        file.write(password)


def how_to_sign_in() -> str | None:
    """Return a line that says how to sign in; None if there is no demo editor."""
    editor = Editor.by_email(EMAIL)
    if editor is None:
        return None
    if password_file().is_file() and editor.has_password(password := password_file().read_text()):
        return f"Sign in at /desk/ as {EMAIL} with the password {password}"
    return f"Sign in at /desk/ as {EMAIL} with the password that you gave it"


def password_file() -> Path:
    return Path(current_app.config["INSTANCE"]) / "demo_password"
