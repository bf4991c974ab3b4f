"""Content encoding and conditional requests (RFC 9110 §12.5.3 and §13)."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from functools import lru_cache

# The smallest first: it wins where a client likes two equally.
ENCODINGS = ("br", "gzip", "identity")
CODING = re.compile(r"(?P<name>[\w!#$%&'*+.^`|~-]+)(?:\s*;\s*[qQ]=(?P<q>[01](?:\.\d{0,3})?))?")
ETAG = re.compile(r'(?:W/)?("[!#-~\x80-\xff]*")')


@lru_cache(maxsize=512)
def preferred_encoding(accept_encoding: str | None) -> str:
    """Return the encoding that `Accept-Encoding` asks for: "br", "gzip" or "identity" (§12.5.3).

    A client that refuses all of them gets "identity", which is better than no response.
    """
    if not accept_encoding:
        return "identity"
    wanted: dict[str, float] = {}
    for each in accept_encoding.lower().split(","):
        if found := CODING.fullmatch(each.strip()):
            name = found["name"].removeprefix("x-")  # x-gzip is gzip (§8.4.1.3)
            wanted[name] = float(found["q"] or 1)
    anything = wanted.get("*", 0.0)
    liked = {name: wanted.get(name, anything) for name in ("br", "gzip")}
    # A client that does not name "identity" accepts it, but prefers any other that it names.
    liked["identity"] = wanted.get("identity", anything if "*" in wanted else 0.0005)
    return max(ENCODINGS, key=lambda name: liked[name]) if any(liked.values()) else "identity"


def etag_matches(if_none_match: str, etag: str) -> bool:
    """True if the list has this ETag, by weak comparison (§13.1.2)."""
    if if_none_match.strip() == "*":
        return True
    return etag in ETAG.findall(if_none_match)


@lru_cache(maxsize=512)
def parse_http_date(http_date: str) -> float | None:
    """Return seconds since 1970; None for text that is no date, which is then ignored (§13.1.3)."""
    try:
        return parsedate_to_datetime(http_date).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None
