"""An answer is rendered for its address alone, and may be kept if it says that anyone may."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Protocol

from portal.cache.cached_response import Headers, Kept, Reply, last_modified

Environ = dict[str, Any]

# Under this name the app finds the edition that the answer is to be of.
EDITION_KEY = "portal.edition"


class Edition(Protocol):
    made_at: datetime


def rendered(
    app: Callable, environ: Environ, query: str, edition: Edition, afterwards: list[Callable]
) -> Kept | Reply:
    """The app's answer to a GET of this address; a Reply where nobody else may have it.

    `afterwards` takes what the app does when the reader has the answer.
    """
    status, headers, body = run(app, for_address_alone(environ, query, edition), afterwards)
    given = {name.lower(): value for name, value in headers}
    if not status.startswith("410") and not is_anyones(status, given):
        return Reply(status, headers, body)
    ours = [each for each in headers if each[0].lower() not in ("content-length", "etag")]
    if "last-modified" not in given and status.startswith("200"):
        ours += last_modified(edition.made_at.timestamp())
    return Kept(status, ours, body, edition)


def for_address_alone(environ: Environ, query: str, edition: Edition) -> Environ:
    """Without the headers of who asks, cookies among them, and what means nothing in the query."""
    pure = {name: value for name, value in environ.items() if not name.startswith("HTTP_")}
    return pure | {
        "REQUEST_METHOD": "GET",
        "HTTP_HOST": environ["HTTP_HOST"],
        "QUERY_STRING": query,
        EDITION_KEY: edition,
    }


def run(app: Callable, environ: Environ, afterwards: list[Callable]) -> tuple[str, Headers, bytes]:
    begun: list[Any] = []
    parts: list[bytes] = []

    def start_response(status: str, headers: Headers, exc_info: Any = None) -> Callable:
        begun[:] = [status, headers]
        return parts.append

    answer: Iterable[bytes] = app(environ, start_response)
    if hasattr(answer, "close"):
        afterwards.append(answer.close)
    parts.extend(answer)
    return begun[0], begun[1], b"".join(parts)


def is_anyones(status: str, given: dict[str, str]) -> bool:
    """Shared caches may have it (RFC 9111 §3), and it is the same for all who ask."""
    allowed = {each.strip().lower() for each in given.get("cache-control", "").split(",")}
    return (
        status.startswith(("200", "204"))
        and "public" in allowed
        and not allowed & {"private", "no-store"}
        and "set-cookie" not in given
        and given.get("vary", "Accept-Encoding") == "Accept-Encoding"
    )
