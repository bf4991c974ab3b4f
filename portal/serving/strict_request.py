"""Strict requests: the only ones that the fast path answers.

A strict request is one whole head of an HTTP/1.1 GET or HEAD, without a body, with nothing behind it, and
with nothing in it that could be read in two ways.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# Printable ASCII throughout, no folded line (RFC 9112 §5.2), no header name that waitress would drop.
STRICT_HEAD = re.compile(
    rb"(GET|HEAD) (/(?!/)[!\"$&->@-~]*)(?:\?([!\"$-~]*))? HTTP/1\.1"
    rb"(?:\r\n[A-Za-z0-9-]++:[\t -~]*+)++\r\n\r\n"
)
# Headers that select the response, that a proxy adds, and that only waitress's own path handles.
SELECTING_HEADERS = (
    b"host", b"connection", b"accept-encoding", b"if-none-match", b"if-modified-since",
)  # fmt: skip
PROXY_HEADERS = (b"x-forwarded-proto", b"x-forwarded-for")
EXCLUDED_HEADERS = (b"content-length", b"transfer-encoding", b"expect", b"upgrade", b"range")
RELEVANT_HEADERS = frozenset((*SELECTING_HEADERS, *PROXY_HEADERS, *EXCLUDED_HEADERS))
CLOSES_BY_CONNECTION_HEADER = {b"": False, b"keep-alive": False, b"close": True}
SCHEMES = (b"", b"http", b"https")


class StrictRequest(NamedTuple):
    """`headers` are the relevant ones, with lower-case names; `closes`: the client asks to close."""

    method: bytes
    path: str
    query: str
    headers: dict[str, str]
    closes: bool


def parse_strict_request(head: bytes) -> StrictRequest | None:
    """Return the request; None if it is not strict."""
    found = STRICT_HEAD.fullmatch(head)
    headers = relevant_headers(head) if found else None
    if found is None or headers is None or not are_strict(headers):
        return None
    method, path, query = found.groups(b"")
    return StrictRequest(
        method,
        path.decode(),
        query.decode(),
        {name.decode(): value.decode() for name, value in headers.items()},
        CLOSES_BY_CONNECTION_HEADER[headers.get(b"connection", b"").lower()],
    )


def relevant_headers(head: bytes) -> dict[bytes, bytes] | None:
    """Return the headers that decide something; None if one of them occurs twice."""
    found: dict[bytes, bytes] = {}
    for line in head[:-4].split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        name = name.lower()
        if name in RELEVANT_HEADERS:
            if name in found:
                return None
            found[name] = value.strip(b" \t")
    return found


def are_strict(headers: dict[bytes, bytes]) -> bool:
    """True if there is a host, no body, and nothing that waitress or a trusted proxy would change."""
    return (
        b"host" in headers
        and headers.keys().isdisjoint(EXCLUDED_HEADERS)
        and headers.get(b"connection", b"").lower() in CLOSES_BY_CONNECTION_HEADER
        and headers.get(b"x-forwarded-proto", b"").lower() in SCHEMES
        and b'"' not in headers.get(b"x-forwarded-for", b"")
    )
