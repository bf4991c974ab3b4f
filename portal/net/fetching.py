"""Fetch a foreign address, without reaching our own network, unlimited data or an endless wait."""

from __future__ import annotations

import os
import socket
import ssl
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from ipaddress import ip_address
from threading import Timer
from time import monotonic
from urllib.parse import urljoin, urlsplit

from flask import current_app
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, LocationParseError
from urllib3.response import BaseHTTPResponse
from urllib3.util import Url, parse_url

from portal.net.public_addresses import Network, is_in, may_fetch_from
from portal.version import VERSION

MAX_BYTES = 5_000_000
TIMEOUT_SECONDS = 20.0
MAX_REDIRECTS = 5
REDIRECT_STATUSES = (301, 302, 303, 307, 308)
PERMANENT_STATUSES = (301, 308)
PORTS = {"http": 80, "https": 443}
CHUNK_BYTES = 65_536


class FetchError(Exception):
    """A fetch failed; the text says why in one line."""


class AddressRefused(FetchError):
    """The address is not http or https, or not on the public internet."""


class HostNotFound(FetchError):
    """The name of the host has no address."""


class ConnectionFailed(FetchError):
    """The host accepts no connection, or breaks it."""


class ResponseTooSlow(FetchError):
    """The whole response did not come in time."""


class ResponseTooLarge(FetchError):
    """The decompressed body has more bytes than allowed."""


class TooManyRedirects(FetchError):
    """The address redirects more than `MAX_REDIRECTS` times."""


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


def parse_target(address: str) -> Url:
    """Split the address into its parts. Raises AddressRefused unless it is plain http or https."""
    try:
        parts = urlsplit(address)
        target = parse_url(parts._replace(netloc=parts.netloc.encode("idna").decode()).geturl())
    except (LocationParseError, ValueError):
        raise AddressRefused(f"{address!r} is not an address.") from None
    if target.scheme not in PORTS or not target.host or target.auth:
        raise AddressRefused(f"{address!r} is not an http or https address.")
    return target


@contextmanager
def open_response(
    target: Url, headers: dict[str, str], deadline: float
) -> Iterator[BaseHTTPResponse]:
    """Send the request to a checked address; the body is still to be read, until the deadline."""
    with closing(connect(target, deadline)) as raw, shut_down_at(raw, deadline):
        try:
            with closing(http_connection(raw, target)) as connection:
                connection.request(
                    "GET", target.request_uri, headers=headers, preload_content=False
                )
                yield connection.getresponse()
        except (HTTPError, HTTPException, OSError) as error:
            if monotonic() >= deadline:
                raise timeout_error(target) from None
            raise ConnectionFailed(f"{target.host} cannot be read: {describe(error)}.") from None


@contextmanager
def shut_down_at(raw: socket.socket, deadline: float) -> Iterator[None]:
    """Shut the connection down at the deadline, during the TLS handshake, headers or body."""
    with socket.socket(fileno=os.dup(raw.fileno())) as handle:  # TLS replaces the other one

        def shut_down() -> None:
            with suppress(OSError):
                handle.shutdown(socket.SHUT_RDWR)

        timer = Timer(max(0.0, deadline - monotonic()), shut_down)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()


def connect(target: Url, deadline: float) -> socket.socket:
    """Connect to the first checked IP address that accepts. The name is resolved only once."""
    port = target.port or PORTS[target.scheme or ""]
    failure: Exception | None = None
    for each in resolve(target, current_app.config["FETCH_ALLOW"]):
        seconds_left = deadline - monotonic()
        if seconds_left <= 0:
            raise timeout_error(target)
        try:
            return socket.create_connection((each, port), timeout=seconds_left)
        except OSError as error:
            failure = error
    raise ConnectionFailed(f"{target.host} accepts no connection: {describe(failure)}.")


def resolve(target: Url, allowed: Collection[Network]) -> list[str]:
    """Return the host's IP addresses. Raises AddressRefused if any must not be fetched from."""
    host = (target.host or "").strip("[]")
    port = target.port or PORTS[target.scheme or ""]
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise HostNotFound(f"There is no host {host}.") from None
    addresses = list(dict.fromkeys(str(each[4][0]).partition("%")[0] for each in found))
    for each in addresses:
        if not may_fetch_from(each, allowed):
            raise AddressRefused(f"{host} is {each}, which is not on the public internet.")
        if port not in PORTS.values() and not is_in(ip_address(each), allowed):
            raise AddressRefused(f"Port {port} of {host} is neither 80 nor 443.")
    return addresses


def http_connection(raw: socket.socket, target: Url) -> HTTPConnection:
    """Speak HTTP over this socket. `Host` and the certificate check use the host's name."""
    kind = HTTPSConnection if target.scheme == "https" else HTTPConnection

    class Connection(kind):  # type: ignore[valid-type,misc]
        def _new_conn(self) -> socket.socket:
            return raw

    options = {"ssl_context": ssl.create_default_context()} if kind is HTTPSConnection else {}
    return Connection(target.host, target.port, **options)


def read_body(response: BaseHTTPResponse, target: Url, max_bytes: int, deadline: float) -> bytes:
    body = bytearray()
    while chunk := response.read1(CHUNK_BYTES, decode_content=True):
        body += chunk
        if len(body) > max_bytes:
            raise ResponseTooLarge(f"{target.host} sends more than {max_bytes:,} bytes.")
    if monotonic() >= deadline:
        raise timeout_error(target)
    return bytes(body)


def timeout_error(target: Url) -> FetchError:
    return ResponseTooSlow(f"{target.host} takes too long.")


def describe(error: Exception | None) -> str:
    text = str(getattr(error, "strerror", None) or getattr(error, "reason", None) or error)
    return " ".join(text.split()).rstrip(".")
