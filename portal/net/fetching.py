"""The one way to a foreign address: guarded against our own network, floods and endless waits."""

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

from portal import __version__
from portal.net.public_addresses import Network, is_allowed, may_reach

MAX_BYTES = 5_000_000
TIMEOUT_SECONDS = 20.0
MAX_REDIRECTS = 5
REDIRECTS = (301, 302, 303, 307, 308)
PORTS = {"http": 80, "https": 443}
CHUNK_BYTES = 65_536


class FetchError(Exception):
    """Why nothing came, in one line."""


class AddressRefused(FetchError):
    """We do not go there."""


@dataclass(frozen=True)
class FetchedResponse:
    """What came: `address` is where it was found at last, `headers` have lower-case names."""

    address: str
    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

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
    """GET an http or https address, through at most 5 redirects, each as guarded as the first.

    `etag` and `last_modified` from an earlier answer make it a conditional one (RFC 9110 §13): 304
    and no body where nothing is newer. The caps count bytes after decompression, and the whole
    time. Raises FetchError, and AddressRefused for an address that we do not go to.
    """
    headers = {"Accept": accept, "Accept-Encoding": "gzip", "User-Agent": our_name()}
    headers |= {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": last_modified} if last_modified else {}
    deadline = monotonic() + timeout_seconds
    for _ in range(MAX_REDIRECTS + 1):
        target = target_of(address)
        with answered(target, headers, deadline) as response:
            if response.status not in REDIRECTS or "Location" not in response.headers:
                body = read(response, target, max_bytes, deadline)
                names = {name.lower(): value for name, value in response.headers.items()}
                return FetchedResponse(address, response.status, body, names)
            address = urljoin(address, response.headers["Location"])
    raise FetchError(f"{target.host} sends us on and on: more than {MAX_REDIRECTS} redirects.")


def our_name() -> str:
    site = current_app.config["SITE_URL"]
    return f"Portal/{__version__}" + (f" (+{site})" if site else "")


def target_of(address: str) -> Url:
    """The address in its parts. Raises AddressRefused for one that is not plainly http or https."""
    try:
        parts = urlsplit(address)
        target = parse_url(parts._replace(netloc=parts.netloc.encode("idna").decode()).geturl())
    except (LocationParseError, ValueError):
        raise AddressRefused(f"{address!r} is no address.") from None
    if target.scheme not in PORTS or not target.host or target.auth:
        raise AddressRefused(f"{address!r} is no http or https address.")
    return target


@contextmanager
def answered(target: Url, headers: dict[str, str], deadline: float) -> Iterator[BaseHTTPResponse]:
    """The answer of a vetted address, its body still to be read; cut off at the deadline."""
    with closing(connected(target, deadline)) as raw, watched(raw, deadline):
        try:
            with closing(connection_over(raw, target)) as connection:
                connection.request(
                    "GET", target.request_uri, headers=headers, preload_content=False
                )
                yield connection.getresponse()
        except (HTTPError, HTTPException, OSError) as error:
            if monotonic() >= deadline:
                raise too_slow(target) from None
            raise FetchError(f"{target.host} cannot be read: {reason(error)}.") from None


@contextmanager
def watched(raw: socket.socket, deadline: float) -> Iterator[None]:
    """Ends the connection at the deadline, whatever is then waited for: TLS, a header, a body."""
    with socket.socket(fileno=os.dup(raw.fileno())) as handle:  # TLS takes the other one over

        def cut() -> None:
            with suppress(OSError):
                handle.shutdown(socket.SHUT_RDWR)

        watch = Timer(max(0.0, deadline - monotonic()), cut)
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()
            watch.join()


def connected(target: Url, deadline: float) -> socket.socket:
    """A connection to the first vetted address that takes one: the name is never looked up again."""
    port = target.port or PORTS[target.scheme or ""]
    failure: Exception | None = None
    for each in vetted(target, current_app.config["FETCH_ALLOW"]):
        left = deadline - monotonic()
        if left <= 0:
            raise too_slow(target)
        try:
            return socket.create_connection((each, port), timeout=left)
        except OSError as error:
            failure = error
    raise FetchError(f"{target.host} takes no connection: {reason(failure)}.")


def vetted(target: Url, allowed: Collection[Network]) -> list[str]:
    """The IP addresses of the host, all of which we may reach. Raises AddressRefused or FetchError."""
    host = (target.host or "").strip("[]")
    port = target.port or PORTS[target.scheme or ""]
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise FetchError(f"There is no host {host}.") from None
    addresses = list(dict.fromkeys(str(each[4][0]).partition("%")[0] for each in found))
    for each in addresses:
        if not may_reach(each, allowed):
            raise AddressRefused(f"{host} is {each}, which is not of the public internet.")
        if port not in PORTS.values() and not is_allowed(ip_address(each), allowed):
            raise AddressRefused(f"Port {port} of {host} is neither 80 nor 443.")
    return addresses


def connection_over(raw: socket.socket, target: Url) -> HTTPConnection:
    """HTTP over this very socket, in the name of the host: its `Host`, and its certificate."""
    kind = HTTPSConnection if target.scheme == "https" else HTTPConnection

    class Connection(kind):  # type: ignore[valid-type,misc]
        def _new_conn(self) -> socket.socket:
            return raw

    own = {"ssl_context": ssl.create_default_context()} if kind is HTTPSConnection else {}
    return Connection(target.host, target.port, **own)


def read(response: BaseHTTPResponse, target: Url, max_bytes: int, deadline: float) -> bytes:
    body = bytearray()
    while chunk := response.read1(CHUNK_BYTES, decode_content=True):
        body += chunk
        if len(body) > max_bytes:
            raise FetchError(f"{target.host} sends more than {max_bytes:,} bytes.")
    if monotonic() >= deadline:
        raise too_slow(target)
    return bytes(body)


def too_slow(target: Url) -> FetchError:
    return FetchError(f"{target.host} takes too long.")


def reason(error: Exception | None) -> str:
    words = str(getattr(error, "strerror", None) or getattr(error, "reason", None) or error)
    return " ".join(words.split()).rstrip(".")
