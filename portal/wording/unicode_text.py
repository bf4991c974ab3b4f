"""Unicode normalization."""

from __future__ import annotations

from unicodedata import normalize


def nfc(text: str) -> str:
    """Return the text in Unicode's composed form (UAX #15), so that equal words have equal characters."""
    return text if text.isascii() else normalize("NFC", text)
