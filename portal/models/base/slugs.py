"""Slugs: readable words for an address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import count

from anyascii import anyascii

MAX_SLUG_CHARS = 80


def slug_of(text: str, fallback: str = "story") -> str:
    """Return the text in any script as `a-z0-9-`, at most 80 characters, cut between words."""
    folded = re.sub(r"['’]", "", anyascii(text)).lower()
    words = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")
    if len(words) > MAX_SLUG_CHARS:
        words = words[: MAX_SLUG_CHARS + 1].rpartition("-")[0] or words[:MAX_SLUG_CHARS]
    return words or fallback


def free_slug(wanted: str, is_taken: Callable[[str], bool]) -> str:
    """Return `wanted`, or the first of `wanted-2`, `wanted-3` … that is not taken."""
    return next(each for each in numbered_slugs(wanted) if not is_taken(each))


def numbered_slugs(wanted: str) -> Iterator[str]:
    """Yield `wanted`, then `wanted-2`, `wanted-3` … without end."""
    yield wanted
    for number in count(2):
        yield f"{wanted}-{number}"
