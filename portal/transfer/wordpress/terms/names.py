"""Names of people, which may be e-mail addresses on the old site and never are on ours."""

from __future__ import annotations

import re


def signature_of(name: str) -> str:
    """Return the name to sign with, never an e-mail address."""
    return name.partition("@")[0].strip() or "Author"


def nicename_of(login: str) -> str:
    """Return the word that WordPress makes of a sign-in name for the person's address."""
    return re.sub(r"[^a-z0-9_-]", "", re.sub(r"[\s./]+", "-", login.lower()))
