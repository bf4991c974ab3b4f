"""Portal under waitress."""

from __future__ import annotations

import signal
import socket

import waitress
from flask import Flask

from portal.errors import PortalError


def serve(app: Flask, host: str, port: int, threads: int) -> None:
    """Answer until SIGTERM or SIGINT, then finish what has begun and return.

    Raises PortalError when the port cannot be had.
    """
    listening = listen(host, port)
    server = waitress.create_server(
        app, sockets=[listening], threads=threads, ident="Portal", asyncore_use_poll=True
    )
    signal.signal(signal.SIGTERM, stop)
    name = f"[{host}]" if ":" in host else host
    print(f"Portal is at http://{name}:{listening.getsockname()[1]}/", flush=True)
    try:
        server.run()
    finally:
        server.close()


def listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except OSError as error:
        raise PortalError(
            f"Port {port} on {host} cannot be had: {error.strerror}. Choose another with --port."
        ) from None
    return listening


def stop(_number, _frame) -> None:
    raise SystemExit(0)
