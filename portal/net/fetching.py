"""Fetch a foreign address, without reaching our own network, unlimited data or an endless wait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic
from urllib.parse import urljoin

from flask import current_app
from urllib3.response import BaseHTTPResponse
from urllib3.util import Url

from portal.net.connection import open_response, parse_target, timeout_error
from portal.net.errors import AddressRefused, ResponseTooLarge, TooManyRedirects
from portal.version import VERSION

MAX_BYTES = 5_000_000
TIMEOUT_SECONDS = 20.0
MAX_REDIRECTS = 5
REDIRECT_STATUSES = (301, 302, 303, 307, 308)
PERMANENT_STATUSES = (301, 308)
CHUNK_BYTES = 65_536


@dataclass(frozen=True)
class FetchedResponse:
    """The final response: `address` after all redirects, `headers` with lower-case names.

    `moved_to` is where permanent redirects (301, 308) alone lead, which is the address to use from now
    on; empty if the first redirect is a temporary one, or if there is none.
    """

    address: str
    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    moved_to: str = ""

    @property
    def etag(self) -> str:
        return self.headers.get("etag", "")

    @property
    def last_modified(self) -> str:
        return self.headers.get("last-modified", "")


def fetch(
    address: str,
    *,
    accept: str = "*/*",
    etag: str = "",
    last_modified: str = "",
    max_bytes: int = MAX_BYTES,
    timeout_seconds: float = TIMEOUT_SECONDS,
) -> FetchedResponse:
    """GET an http or https address. Follows at most 5 redirects, each checked like the first address.

    `etag` and `last_modified` of an earlier response make the request conditional (RFC 9110 §13): the
    response is a 304 without a body if nothing has changed. `max_bytes` counts decompressed bytes;
    `timeout_seconds` covers the whole fetch. Raises FetchError, and AddressRefused for an address that
    must not be fetched.
    """
    headers = {"Accept": accept, "Accept-Encoding": "gzip", "User-Agent": user_agent()}
    headers |= {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": last_modified} if last_modified else {}
    deadline = monotonic() + timeout_seconds
    moved_to, is_permanent = "", True
    for _ in range(MAX_REDIRECTS + 1):
        target = parse_target(address)
        with open_response(target, headers, deadline) as response:
            if response.status not in REDIRECT_STATUSES or "Location" not in response.headers:
                body = read_body(response, target, max_bytes, deadline)
                by_name = {name.lower(): value for name, value in response.headers.items()}
                return FetchedResponse(address, response.status, body, by_name, moved_to)
            address = redirect_target(address, response.headers["Location"])
            is_permanent = is_permanent and response.status in PERMANENT_STATUSES
            moved_to = address if is_permanent else moved_to
    raise TooManyRedirects(
        f"{target.host} redirects too often: more than {MAX_REDIRECTS} redirects."
    )


def redirect_target(address: str, location: str) -> str:
    """Return the absolute address of a Location header. Raises AddressRefused if it is none."""
    try:
        return urljoin(address, location)
    except ValueError:
        raise AddressRefused(f"{location!r} is not an address.") from None


def user_agent() -> str:
    site = current_app.config["SITE_URL"]
    return f"Portal/{VERSION}" + (f" (+{site})" if site else "")


def read_body(response: BaseHTTPResponse, target: Url, max_bytes: int, deadline: float) -> bytes:
    body = bytearray()
    while chunk := response.read1(CHUNK_BYTES, decode_content=True):
        body += chunk
        if len(body) > max_bytes:
            raise ResponseTooLarge(f"{target.host} sends more than {max_bytes:,} bytes.")
    if monotonic() >= deadline:
        raise timeout_error(target)
    return bytes(body)
