"""Tokens: words that nobody can guess. We keep only their hash, so a stolen database opens nothing."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """256 bits, as 43 characters that may stand in an address."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Its SHA-256, in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()
