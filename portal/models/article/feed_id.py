"""The feed id: the name by which feed readers know a story, whatever its address is."""

from __future__ import annotations

from uuid import uuid4

MAX_FEED_ID_CHARS = 1000


def new_feed_id() -> str:
    """Return an id that no other story has, as a URN (RFC 9562 §4): Atom's `id` must be an IRI."""
    return uuid4().urn
