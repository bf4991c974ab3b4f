"""Connections to public addresses only: the host is resolved once, and each of its addresses checked."""

from __future__ import annotations

import os
import socket
import ssl
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPException
from ipaddress import ip_address
from threading import Timer
from time import monotonic
from urllib.parse import urlsplit

from flask import current_app
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, LocationParseError
from urllib3.response import BaseHTTPResponse
from urllib3.util import Url, parse_url

from portal.net.errors import (
    AddressRefused,
    ConnectionFailed,
    HostNotFound,
    ResponseTooSlow,
    describe,
)
from portal.net.public_addresses import Network, is_in, may_fetch_from

PORTS = {"http": 80, "https": 443}


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


def timeout_error(target: Url) -> ResponseTooSlow:
    return ResponseTooSlow(f"{target.host} takes too long.")
