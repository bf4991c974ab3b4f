"""Portal under waitress."""

from __future__ import annotations

import gc
import os
import socket
import sys
import time
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from typing import Any

from flask import Flask
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, Task, WSGITask

try:
    import resource
except ImportError:  # Windows has no such limit
    resource = None  # type: ignore[assignment]

from portal.errors import PortalError
from portal.extensions import is_sqlite
from portal.serving.connection_balance import Share
from portal.serving.fast_path import FastChannel, FastWay
from portal.serving.shutdown import Stop, hear_no_more
from portal.serving.slow_clients import PLACES, Patience, now_asking
from portal.serving.thread_pool import HELD_UP, Crew
from portal.serving.version_watcher import Watcher
from portal.web.allowed_hosts import is_loopback
from portal.web.security_headers import security_headers

# Seconds that requests in flight get to finish once we are told to stop.
GRACE = 30
IDENT = "Portal"
# Seconds that a worker leaves a new connection to one that has fewer.
MOMENT = 0.005
# Files that a process may have open: its connections, the database's, pictures on their way.
FILES = 4096
TRUSTED_HEADERS = "x-forwarded-for x-forwarded-proto"


class Request(HTTPRequestParser):
    def parse_header(self, header_plus: bytes) -> None:
        """Refuse what a proxy in front may have read as another request (RFC 9112 §6.1)."""
        super().parse_header(header_plus)
        encoded = self.chunked or "TRANSFER_ENCODING" in self.headers  # HTTP/1.0 leaves it there
        if encoded and "CONTENT_LENGTH" in self.headers:
            raise ParsingError("Content-Length and Transfer-Encoding exclude each other")


class Told(Task):
    """A task that tells the account what it has answered, also when the reader has left meanwhile.

    Once the server is leaving, a connection's next answer is its last, and says so.
    """

    def service(self) -> None:
        try:
            super().service()
        finally:
            if (account := self.channel.server.account) and self.wrote_header:
                account.ordinary(self)

    def build_response_header(self) -> bytes:
        if self.channel.server.is_leaving:
            self.request.headers["CONNECTION"] = "close"
        return super().build_response_header()


class Answer(Told, WSGITask):
    def write(self, data: bytes) -> None:
        super().write(data)
        if self.chunked_response:  # of these waitress does not count the bytes
            self.content_bytes_written += len(data)

    def set_close_on_finish(self) -> None:
        """Keep the connection after an answer that has no body: waitress would not (RFC 9112 §6.3)."""
        is_asked_to = self.request.headers.get("CONNECTION", "").lower() == "close"
        if self.has_body or self.version == "1.0" or is_asked_to:
            super().set_close_on_finish()


class Refusal(Told, ErrorTask):
    """Waitress's own answer to what is not HTTP, with the security headers of all others."""

    def execute(self) -> None:
        self.response_headers.extend(self.channel.server.security_headers)
        super().execute()


class Connection(FastChannel):
    parser_class = Request
    task_class = Answer
    error_task_class = Refusal
    asking_since: float | None = None

    def __init__(self, server: TcpWSGIServer, *arguments: Any, **named: Any) -> None:
        super().__init__(server, *arguments, **named)
        server.patience.make_room(self)

    def received(self, data: bytes) -> bool:
        taken = super().received(data)
        self.asking_since = now_asking(self)
        return taken

    @property
    def is_idle(self) -> bool:
        """No request has begun to come, is being answered, or has an answer still to be sent."""
        return not (self.requests or self.request or self.total_outbufs_len)


class Server(TcpWSGIServer):
    """Waitress's, with our connections; `share` where others listen at the same socket."""

    channel_class = Connection

    def __init__(self, app: Flask, listening: socket.socket, adjustments: Adjustments) -> None:
        self.share: Share | None = None
        self.stands_back = False
        self.is_leaving = False
        self.looked_at = 0.0
        self.security_headers = list(security_headers(app).items())
        self.account = app.extensions.get("request_accounting")
        self.fast_way = FastWay(app, IDENT) if app.config["FAST_WAY"] else None
        self.patience = Patience(self)
        threads = adjustments.threads
        self.crew = Crew(threads, at_once=1 if is_sqlite(app.config["DATABASE_URL"]) else threads)
        where = listening.family, listening.type, listening.proto, listening.getsockname()
        super().__init__(
            app, {}, True, listening, self.crew, adjustments, bind_socket=False, sockinfo=where
        )

    def compare(self) -> None:
        """See before a turn whether another has fewer connections, and is left the next for a moment."""
        if self.share:
            self.share.hold(len(self.active_channels))
            stood_back, self.stands_back = self.stands_back, self.share.is_larger_than_another
            if self.stands_back and not stood_back:
                self.looked_at = time.monotonic()

    def readable(self) -> bool:
        """Whether to hear of a new connection in the next turn of the loop."""
        if self.stands_back:
            now = time.monotonic()
            if now - self.looked_at < MOMENT:
                return False
            self.looked_at = now
        return super().readable()

    def maintenance(self, now: float) -> None:
        self.patience.tend(now)


def serve(
    app: Flask,
    listening: socket.socket,
    threads: int,
    begun: Callable[[], object],
    stop_of: Callable[[Server], Stop] = Stop,
    share: Share | None = None,
) -> None:
    """Answer until told to stop, then finish what has begun, within GRACE, and return.

    `begun` is called when the first request can be answered. `share` is its own of the connections
    at a socket where others listen, too.
    """
    server = create(app, listening, threads)
    server.share = share
    watcher = Watcher(app)
    watcher.start()
    stop = stop_of(server)
    gc.freeze()  # what lives as long as we do: to look through it again and again takes 50 ms each time
    begun()
    while not stop.is_asked:
        turn(server)
    finish(server, stop.patience)
    watcher.end()
    hear_no_more()


def stay_on_one_core(number: int) -> None:
    """On one of those that this process may use, taken in turn by `number`; where a system has no say
    in that, on any.

    The threads of a worker hold Python's one lock by turns. To wake the next on another core takes longer
    than most of what is done with it, and what else the machine does can go to the other cores.
    """
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[number % len(cores)]})


def create(app: Flask, listening: socket.socket, threads: int) -> Server:
    proxied = {}
    if proxy := app.config["TRUSTED_PROXY"]:
        proxied = {"trusted_proxy": proxy, "trusted_proxy_headers": TRUSTED_HEADERS}
    adjustments = Adjustments(
        sockets=[listening],
        threads=threads,
        ident=IDENT,
        clear_untrusted_proxy_headers=True,
        asyncore_use_poll=True,
        connection_limit=PLACES + 10,  # with its own socket and pipe
        cleanup_interval=1,
        **proxied,
    )
    return Server(app, listening, adjustments)


def turn(server: Server, timeout: float = 1) -> None:
    """One turn of waitress's loop: at most a second."""
    server.compare()
    if server.stands_back:
        timeout = min(timeout, MOMENT)
    if server.crew.queue:
        timeout = min(timeout, HELD_UP)
    wasyncore.loop(timeout=timeout, use_poll=True, map=server._map, count=1)
    server.crew.step_in()


def finish(server: Server, patience: float = 0) -> None:
    """Take no new connection; let what has begun be answered, and close the rest."""
    server.is_leaving = True
    if server.share:
        server.share.end()
        server.share, server.stands_back = None, False  # or its last turns would tell it again
    wasyncore.dispatcher.close(server)
    turn(server, timeout=0)  # whose request has come already does not ask for nothing
    now = time.monotonic()
    deadline, patient_until = now + GRACE, now + patience
    while connections(server, time.monotonic() < patient_until) and time.monotonic() < deadline:
        turn(server)
    if cut := len(server.active_channels):
        print(f"{cut} request{'s were' if cut > 1 else ' was'} cut off.", file=sys.stderr)
    server.crew.shutdown(timeout=1)
    if server.account:
        server.account.close()


def connections(server: Server, with_idle: bool) -> int:
    """How many are left; those that ask for nothing are closed first, unless they may stay."""
    for connection in list(server.active_channels.values()):
        if connection.is_idle and not with_idle:
            connection.handle_close()
    return len(server.active_channels)


def listen(host: str, port: int) -> socket.socket:
    """A socket that takes connections. Raises PortalError when the port cannot be had."""
    allow_many_files()
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
        if os.name == "posix":  # elsewhere it would let two programs have one port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen()
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise PortalError(
            f"Port {port} on {host} cannot be had: {reason}. Choose another with --host or --port."
        ) from None
    return listening


def allow_many_files() -> None:
    """Each connection is a file, and many systems allow a process 1,024 unless it asks for more."""
    if resource is None:
        return
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if most == resource.RLIM_INFINITY else min(FILES, most)
    if allowed != resource.RLIM_INFINITY and allowed < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def say_where(settings: Mapping[str, Any], listening: socket.socket, first: str | None) -> None:
    """`first` is the path with which the first editor of an empty instance comes in."""
    host, port = listening.getsockname()[:2]
    if ip_address(host).is_unspecified:
        host = "::1" if ":" in host else "127.0.0.1"
    name = f"[{host}]" if ":" in host else host
    print(f"Portal is at http://{name}:{port}/", flush=True)
    site_url = settings["SITE_URL"]
    if site_url:
        print(f"It answers as {site_url}/ and to no other name.", flush=True)
    elif not is_loopback(host) or ip_address(listening.getsockname()[0]).is_unspecified:
        print("It answers only to this machine: set PORTAL_SITE_URL to the site's address.")
    if first:
        print("Nobody can sign in yet. Open this once, and be the first editor:")
        print((site_url or f"http://{name}:{port}") + first, flush=True)
