"""Tokens that nobody can guess. Only their hashes are stored, so a stolen database opens nothing."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """Return 256 random bits as 43 characters that are safe in an address."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Return the token's SHA-256 in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()
