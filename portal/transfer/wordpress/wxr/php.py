"""Reads values that PHP serialised, as WordPress stores lists and tables in meta values."""

from __future__ import annotations

import json
from typing import Any

MAX_DEPTH = 20


def unserialize(text: str) -> Any:
    """Return a value of `serialize` or JSON: text, numbers, dicts with string keys; else the text.

    Strings whose length is wrong, because an editor replaced words in the file, end at their quote.
    """
    stripped = text.strip()
    if stripped[:1] in ("{", "["):
        try:
            return json.loads(stripped)
        except (ValueError, RecursionError):
            return text
    if stripped[1:2] not in (":", ";"):
        return text
    try:
        value, _ = value_at(stripped.encode("utf-8", "replace"), 0, 0)
    except (ValueError, IndexError):
        return text
    return value


def value_at(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    """Return the value at a place, and the place behind it. Raises ValueError or IndexError."""
    kind = data[at : at + 1]
    if kind == b"N":
        return "", at + 2
    if kind in (b"i", b"d", b"b"):
        end = data.index(b";", at)
        return data[at + 2 : end].decode(), end + 1
    if kind == b"s":
        return string_at(data, at)
    if kind in (b"a", b"O") and depth < MAX_DEPTH:
        return table_at(data, at, depth)
    raise ValueError("not a serialised value")


def string_at(data: bytes, at: int) -> tuple[str, int]:
    colon = data.index(b":", at + 2)
    start = colon + 2
    end = start + int(data[at + 2 : colon])
    if data[end : end + 2] != b'";':
        end = data.index(b'";', start)
    return data[start:end].decode("utf-8", "replace"), end + 2


def table_at(data: bytes, at: int, depth: int) -> tuple[dict[str, Any], int]:
    at = data.index(b"{", at) + 1
    found: dict[str, Any] = {}
    while data[at : at + 1] != b"}":
        if at >= len(data):
            raise ValueError("the table has no end")
        key, at = value_at(data, at, depth + 1)
        found[str(key)], at = value_at(data, at, depth + 1)
    return found, at + 1
