"""The life of a server process: start, serve until a stop request, finish what is in flight."""

from __future__ import annotations

import gc
import os
import socket
import sys
import time
from collections.abc import Callable

from flask import Flask
from waitress import wasyncore

from portal.serving.connection_balance import ConnectionCount
from portal.serving.server import Server, create_server, run_loop_once
from portal.serving.shutdown import StopRequest, ignore_stop_signals
from portal.serving.version_watcher import VersionWatcher

# How long requests in flight may take after a stop request.
GRACE_SECONDS = 30


def serve(
    app: Flask,
    listening: socket.socket,
    threads: int,
    on_ready: Callable[[], object],
    make_stop_request: Callable[[Server], StopRequest] = StopRequest,
    connection_count: ConnectionCount | None = None,
) -> None:
    """Serve until a stop request, then finish requests in flight within GRACE_SECONDS, and return.

    `on_ready` is called when the first request can be answered. `connection_count` is this worker's, if
    others listen on the same socket.
    """
    server = create_server(app, listening, threads)
    server.connection_count = connection_count
    watcher = VersionWatcher(app)
    watcher.start()
    stop_request = make_stop_request(server)
    gc.freeze()  # objects that live as long as the process: each collection of them takes 50 ms
    on_ready()
    while not stop_request.is_made:
        run_loop_once(server)
    finish(server, stop_request.idle_seconds)
    watcher.stop()
    ignore_stop_signals()


def pin_to_core(number: int) -> None:
    """Run this process on one of its cores, chosen by `number`, where the system supports that.

    The threads of a worker take turns with Python's global lock. Waking a thread on another core takes
    longer than most of their work, and other processes can use the other cores.
    """
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[number % len(cores)]})


def finish(server: Server, idle_seconds: float = 0) -> None:
    """Accept no new connection, answer the requests in flight, and close the rest.

    Idle connections may still send a request for `idle_seconds`.
    """
    server.is_shutting_down = True
    if server.connection_count:
        server.connection_count.close()
        # Without the count, later iterations of the loop do not publish it again.
        server.connection_count, server.is_backing_off = None, False
    wasyncore.dispatcher.close(server)
    run_loop_once(server, timeout=0)  # a connection whose request has arrived is not idle
    now = time.monotonic()
    deadline, idle_until = now + GRACE_SECONDS, now + idle_seconds
    while True:
        if time.monotonic() >= idle_until:
            close_idle_connections(server)
        if not server.active_channels or time.monotonic() >= deadline:
            break
        run_loop_once(server)
    if cut := len(server.active_channels):
        print(f"{cut} request{'s were' if cut > 1 else ' was'} cut off.", file=sys.stderr)
    server.thread_pool.shutdown(timeout=1)
    if server.accounting:
        server.accounting.close()


def close_idle_connections(server: Server) -> None:
    for connection in list(server.active_channels.values()):
        if connection.is_idle:
            connection.handle_close()
