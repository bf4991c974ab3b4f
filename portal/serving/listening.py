"""The socket that the server listens on, and the addresses that it prints."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

from portal.errors import PortalError
from portal.web.allowed_hosts import is_loopback

try:
    import resource
except ImportError:  # Windows has no such limit
    resource = None  # type: ignore[assignment]

# Files that a process may have open: its connections, the database's, pictures being sent.
MAX_OPEN_FILES = 4096


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket. Raises PortalError if the port is not available."""
    allow_many_files()
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
        if os.name == "posix":  # on Windows this would let two programs use one port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen()
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise PortalError(
            f"Port {port} on {host} is not available: {reason}. Choose another with --host or --port."
        ) from None
    return listening


def allow_many_files() -> None:
    """Raise the limit of open files. Each connection is one, and many systems allow only 1,024."""
    if resource is None:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MAX_OPEN_FILES if hard == resource.RLIM_INFINITY else min(MAX_OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def print_addresses(
    settings: Mapping[str, Any], listening: socket.socket, first_editor_path: str | None
) -> None:
    """Print the site's address and, for an instance without editors, the link that creates the first."""
    host, port = listening.getsockname()[:2]
    is_on_all_addresses = ip_address(host).is_unspecified
    if is_on_all_addresses:
        host = "::1" if ":" in host else "127.0.0.1"
    name = f"[{host}]" if ":" in host else host
    print(f"Portal is at http://{name}:{port}/", flush=True)
    site_url = settings["SITE_URL"]
    if site_url:
        print(f"It answers as {site_url}/ and under no other name.", flush=True)
    elif is_on_all_addresses or not is_loopback(host):
        print("It answers only to this machine: set PORTAL_SITE_URL to the site's address.")
    if first_editor_path:
        print("Nobody can sign in yet. Open this link once to become the first editor:")
        print((site_url or f"http://{name}:{port}") + first_editor_path, flush=True)
