"""An answer is rendered for its address alone, and may be kept if it says that anyone may."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Protocol

from portal.cache.kept import Headers, Kept, Reply, last_modified

Environ = dict[str, Any]

# Under this name the app finds the edition that the answer is to be of.
EDITION = "portal.edition"
# Seconds that it is kept that there is nothing here; a new redirect makes no new edition at once.
MISSING = 1.0


class Edition(Protocol):
    made_at: datetime


def rendered(app: Callable, environ: Environ, query: str, edition: Edition) -> Kept | Reply:
    """The app's answer to a GET of this address; a Reply where nobody else may have it."""
    status, headers, body = run(app, for_address_alone(environ, query, edition))
    given = {name.lower(): value for name, value in headers}
    without_length = [each for each in headers if each[0].lower() not in ("content-length", "etag")]
    if status.startswith(("404", "410")):
        return Kept(status, without_length, body, edition, MISSING)
    if not status.startswith(("200", "204")) or not is_anyones(given):
        return Reply(status, headers, body)
    if "last-modified" not in given:
        without_length += last_modified(edition.made_at.timestamp())
    return Kept(status, without_length, body, edition)


def for_address_alone(environ: Environ, query: str, edition: Edition) -> Environ:
    """Without the headers of who asks, cookies among them, and what means nothing in the query."""
    pure = {name: value for name, value in environ.items() if not name.startswith("HTTP_")}
    return pure | {
        "REQUEST_METHOD": "GET",
        "HTTP_HOST": environ["HTTP_HOST"],
        "QUERY_STRING": query,
        EDITION: edition,
    }


def run(app: Callable, environ: Environ) -> tuple[str, Headers, bytes]:
    begun: list[Any] = []

    def start_response(status: str, headers: Headers, exc_info: Any = None) -> Callable:
        begun[:] = [status, headers]
        return parts.append

    parts: list[bytes] = []
    answer: Iterable[bytes] = app(environ, start_response)
    try:
        parts.extend(answer)
    finally:
        if hasattr(answer, "close"):
            answer.close()
    return begun[0], begun[1], b"".join(parts)


def is_anyones(given: dict[str, str]) -> bool:
    """Shared caches may have it (RFC 9111 §3), and it is the same for all who ask."""
    allowed = {each.strip().lower() for each in given.get("cache-control", "").split(",")}
    return (
        "public" in allowed
        and not allowed & {"private", "no-store"}
        and "set-cookie" not in given
        and given.get("vary", "Accept-Encoding") == "Accept-Encoding"
    )
