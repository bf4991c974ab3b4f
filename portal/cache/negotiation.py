"""Which of an answer's encodings a reader gets, and whether they have it already (RFC 9110)."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from functools import lru_cache

# The smallest first: of two that a reader likes as well, they get that.
ENCODINGS = ("br", "gzip", "identity")
QUALITY = re.compile(r"(?P<name>[\w!#$%&'*+.^`|~-]+)(?:\s*;\s*[qQ]=(?P<q>[01](?:\.\d{0,3})?))?")
TAG = re.compile(r'(?:W/)?("[!#-~\x80-\xff]*")')


@lru_cache(maxsize=512)
def preferred(accept_encoding: str | None) -> str:
    """The encoding that `Accept-Encoding` asks for (§12.5.3).

    Where a reader refuses all that we have, they get the answer as it is rather than none.
    """
    if not accept_encoding:
        return "identity"
    wanted: dict[str, float] = {}
    for each in accept_encoding.lower().split(","):
        if found := QUALITY.fullmatch(each.strip()):
            name = found["name"].removeprefix("x-")  # x-gzip is gzip (§8.4.1.3)
            wanted[name] = float(found["q"] or 1)
    anything = wanted.get("*", 0.0)
    liked = {name: wanted.get(name, anything) for name in ("br", "gzip")}
    # Unnamed, the plain answer is allowed, but nobody's first choice.
    liked["identity"] = wanted.get("identity", anything if "*" in wanted else 0.0005)
    return max(ENCODINGS, key=lambda name: liked[name]) if any(liked.values()) else "identity"


def names(if_none_match: str, etag: str) -> bool:
    """Whether the list holds this tag, by weak comparison (§13.1.2)."""
    if if_none_match.strip() == "*":
        return True
    return etag in TAG.findall(if_none_match)


@lru_cache(maxsize=512)
def moment(http_date: str) -> float | None:
    """Seconds since 1970; None for what is no date (§13.1.3: then it is ignored)."""
    try:
        return parsedate_to_datetime(http_date).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None
