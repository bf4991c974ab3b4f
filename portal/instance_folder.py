"""The instance folder: create it, with its media folder and its secret key."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path
from typing import Any

from portal.errors import PortalError
from portal.setting_parsers import parse_secret


def prepare_instance(values: dict[str, Any]) -> None:
    """Create the instance folder with its media folder and secret key, and complete the settings.

    Raises PortalError if the folder cannot be written.
    """
    instance: Path = values["INSTANCE"]
    try:
        (instance / "media").mkdir(parents=True, exist_ok=True)
        values["SECRET_KEY"] = values["SECRET_KEY"] or read_or_create_secret(
            instance / "secret_key"
        )
        if not os.access(instance, os.W_OK):
            raise PermissionError(13, "Permission denied")
    except OSError as error:
        raise PortalError(
            f"The instance folder {instance} cannot be written: {error.strerror}. "
            "Set PORTAL_INSTANCE to a folder that can."
        ) from None
    values["DATABASE_URL"] = values["DATABASE_URL"] or f"sqlite:///{instance / 'portal.db'}"


def read_or_create_secret(path: Path) -> str:
    """Return the secret in this file. The first process creates it, atomically."""
    if not path.exists():
        draft = path.with_name(f"secret_key.{secrets.token_hex(4)}")
        with open(draft, "w", encoding="ascii", opener=open_private) as file:
            file.write(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    secret = path.read_text(encoding="ascii", errors="replace").strip()
    try:
        return parse_secret(secret)
    except ValueError as error:
        raise PortalError(f"{path} must hold {error}. Delete it, and a new one is made.") from None


def open_private(path: str, flags: int) -> int:
    """Open a file that only its owner may read; an `opener` for `open`."""
    return os.open(path, flags, 0o600)
