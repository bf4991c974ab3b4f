"""The child processes of the supervisor: one that prepares the instance, and the workers."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask

from portal import create_app
from portal.metrics import Metrics
from portal.serving import lifecycle
from portal.serving.child_process import ChildProcess
from portal.serving.connection_balance import ConnectionCounts
from portal.serving.request_accounting import init_accounting
from portal.serving.shutdown import StopRequest

READY = b"+"
# How long an idle connection may still send a request to a worker that is being replaced.
REPLACED_IDLE_SECONDS = 2.0

Settings = Mapping[str, Any]
# Prepares the instance and returns the path of the first editor's link, if one is needed.
Prepare = Callable[[], str | None]


class WorkerStopRequest(StopRequest):
    """A worker stops when its parent tells it to, or has ended. A keyboard's signals are the parent's.

    SIGTERM stops it, SIGUSR1 replaces it.
    """

    def install_handlers(self) -> None:
        signal.signal(signal.SIGTERM, self)
        signal.signal(signal.SIGUSR1, self)

    def __call__(self, number: int, _frame: object) -> None:
        self.idle_seconds = REPLACED_IDLE_SECONDS if number == signal.SIGUSR1 else 0.0
        self.is_received = True
        self.server.pull_trigger()


class Preparation(ChildProcess):
    """Prepare the instance before the first worker starts. Its output is the first editor's path."""

    def __init__(self, app: Flask, prepare: Prepare) -> None:
        def work(write_end: int) -> None:
            with app.app_context():
                os.write(write_end, (prepare() or "").encode())

        super().__init__(work)


class Worker(ChildProcess):
    """A process that serves requests with these settings.

    `row` is its own row in the metrics and in the connection counts.
    """

    def __init__(
        self,
        settings: Settings,
        listening: socket.socket,
        threads: int,
        metrics: Metrics,
        counts: ConnectionCounts,
        row: int,
    ) -> None:
        self.settings = settings
        self.row = row
        parent = os.getpid()

        def work(write_end: int) -> None:
            lifecycle.pin_to_core(parent + row)
            app = create_app(settings)
            init_accounting(app, metrics, row)
            lifecycle.serve(
                app,
                listening,
                threads,
                on_ready=lambda: os.write(write_end, READY),
                make_stop_request=lambda server: WorkerStopRequest(server, parent),
                connection_count=counts.worker(row),
            )

        super().__init__(work)

    @property
    def is_ready(self) -> bool:
        return self.output == READY
