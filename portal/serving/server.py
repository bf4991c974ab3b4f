"""waitress's server with our connections, thread pool and balance between workers."""

from __future__ import annotations

import socket
import time

from flask import Flask
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer

from portal.extensions import is_sqlite
from portal.serving.connection import Connection
from portal.serving.connection_balance import ConnectionCount
from portal.serving.fast_path import FastPath
from portal.serving.slow_clients import MAX_CONNECTIONS, SlowClientPolicy
from portal.serving.thread_pool import STALL_SECONDS, ThreadPool
from portal.web.security_headers import security_headers

SERVER_HEADER = "Portal"
# How long a worker leaves a new connection to a worker that has fewer.
BACKOFF_SECONDS = 0.005
TRUSTED_HEADERS = "x-forwarded-for x-forwarded-proto"


class Server(TcpWSGIServer):
    """A server on a listening socket.

    `connection_count` is set if other workers listen on the same socket.
    """

    channel_class = Connection

    def __init__(self, app: Flask, listening: socket.socket, adjustments: Adjustments) -> None:
        self.connection_count: ConnectionCount | None = None
        self.is_backing_off = False
        self.backed_off_at = 0.0
        self.is_shutting_down = False
        self.security_headers = list(security_headers(app).items())
        self.accounting = app.extensions.get("request_accounting")
        self.fast_path = FastPath(app, SERVER_HEADER) if app.config["FAST_WAY"] else None
        self.slow_clients = SlowClientPolicy(self)
        threads = adjustments.threads
        concurrent = 1 if is_sqlite(app.config["DATABASE_URL"]) else threads
        self.thread_pool = ThreadPool(threads, concurrent)
        where = listening.family, listening.type, listening.proto, listening.getsockname()
        super().__init__(
            app,
            {},
            True,
            listening,
            self.thread_pool,
            adjustments,
            bind_socket=False,
            sockinfo=where,
        )

    def update_balance(self) -> None:
        """Publish our number of connections, and back off if another worker has fewer."""
        if self.connection_count:
            self.connection_count.set(len(self.active_channels))
            was_backing_off = self.is_backing_off
            self.is_backing_off = self.connection_count.is_above_minimum
            if self.is_backing_off and not was_backing_off:
                self.backed_off_at = time.monotonic()

    def readable(self) -> bool:
        """True if the event loop may accept a new connection: not during BACKOFF_SECONDS."""
        if self.is_backing_off:
            now = time.monotonic()
            if now - self.backed_off_at < BACKOFF_SECONDS:
                return False
            self.backed_off_at = now
        return super().readable()

    def maintenance(self, now: float) -> None:
        self.slow_clients.close_slow_connections(now)


def create_server(app: Flask, listening: socket.socket, threads: int) -> Server:
    proxied = {}
    if proxy := app.config["TRUSTED_PROXY"]:
        proxied = {"trusted_proxy": proxy, "trusted_proxy_headers": TRUSTED_HEADERS}
    adjustments = Adjustments(
        sockets=[listening],
        threads=threads,
        ident=SERVER_HEADER,
        clear_untrusted_proxy_headers=True,
        asyncore_use_poll=True,
        connection_limit=MAX_CONNECTIONS + 10,  # its own socket and pipe count too
        cleanup_interval=1,
        **proxied,
    )
    return Server(app, listening, adjustments)


def run_loop_once(server: Server, timeout: float = 1) -> None:
    """Run one iteration of waitress's event loop; it waits at most `timeout` seconds."""
    server.update_balance()
    if server.is_backing_off:
        timeout = min(timeout, BACKOFF_SECONDS)
    if server.thread_pool.queue:
        timeout = min(timeout, STALL_SECONDS)
    wasyncore.loop(timeout=timeout, use_poll=True, map=server._map, count=1)
    server.thread_pool.start_extra_thread_if_stalled()
