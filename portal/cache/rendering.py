"""Render a response for its address alone, and decide whether it may be shared."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Protocol

from portal.cache.cached_response import CachedResponse, Headers, Reply, last_modified_header

Environ = dict[str, Any]

# The key in the environ under which the app finds the edition to render.
EDITION_KEY = "portal.edition"


class Edition(Protocol):
    created_at: datetime


def render_response(
    app: Callable, environ: Environ, query: str, edition: Edition, on_close: list[Callable]
) -> CachedResponse | Reply:
    """Return the app's response to a GET of this address; a Reply if nobody else may have it.

    The app's callbacks for the end of the response are added to `on_close`.
    """
    status, headers, body = call_app(app, address_only(environ, query, edition), on_close)
    by_name = {name.lower(): value for name, value in headers}
    if not status.startswith("410") and not is_shareable(status, by_name):
        return Reply(status, headers, body)
    ours = [each for each in headers if each[0].lower() not in ("content-length", "etag")]
    if "last-modified" not in by_name and status.startswith("200"):
        ours += last_modified_header(edition.created_at.timestamp())
    return CachedResponse(status, ours, body, edition)


def address_only(environ: Environ, query: str, edition: Edition) -> Environ:
    """Return the environ without the client's headers, cookies included, and with `query`."""
    pure = {name: value for name, value in environ.items() if not name.startswith("HTTP_")}
    return pure | {
        "REQUEST_METHOD": "GET",
        "HTTP_HOST": environ["HTTP_HOST"],
        "QUERY_STRING": query,
        EDITION_KEY: edition,
    }


def call_app(
    app: Callable, environ: Environ, on_close: list[Callable]
) -> tuple[str, Headers, bytes]:
    started: list[Any] = []
    parts: list[bytes] = []

    def start_response(status: str, headers: Headers, exc_info: Any = None) -> Callable:
        started[:] = [status, headers]
        return parts.append

    body: Iterable[bytes] = app(environ, start_response)
    if hasattr(body, "close"):
        on_close.append(body.close)
    parts.extend(body)
    return started[0], started[1], b"".join(parts)


def is_shareable(status: str, headers: dict[str, str]) -> bool:
    """True if a shared cache may store the response (RFC 9111 §3) and it is the same for all.

    `headers` have lower-case names.
    """
    directives = {each.strip().lower() for each in headers.get("cache-control", "").split(",")}
    return (
        status.startswith(("200", "204"))
        and "public" in directives
        and not directives & {"private", "no-store"}
        and "set-cookie" not in headers
        and headers.get("vary", "Accept-Encoding") == "Accept-Encoding"
    )
