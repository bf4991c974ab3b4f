"""Stop requests: a server stops at a signal, or when the process that it belongs to has ended."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable

from waitress.server import TcpWSGIServer

from portal.paths import unpacker_pid

DUPLICATE_SECONDS = 1.0


class StopSignals:
    """Tell the first stop signal, which means "finish", from the second, which means "end at once".

    A terminal sends Ctrl-C to both processes of the one-file binary, and the first passes it on to ours.
    There, a signal within DUPLICATE_SECONDS of the first is taken for the same one.
    """

    def __init__(self) -> None:
        self.first_at: float | None = None

    def add(self) -> bool:
        """Count a signal. Return True if it is the second one."""
        now = time.monotonic()
        if self.first_at is None:
            self.first_at = now
            return False
        return unpacker_pid() is None or now - self.first_at >= DUPLICATE_SECONDS


class StopRequest:
    """Handle SIGTERM, SIGINT and SIGHUP for a server.

    A server with a `parent` (a process id) also stops when that process has ended. `idle_seconds` is how
    long an idle connection may still send a request.
    """

    idle_seconds = 0.0

    def __init__(self, server: TcpWSGIServer, parent: int | None = None) -> None:
        self.server = server
        self.parent = parent or unpacker_pid()
        self.is_received = False
        self.signals = StopSignals()
        self.is_terminal_closed = terminal_check()
        self.install_handlers()

    @property
    def is_made(self) -> bool:
        return self.is_received or (self.parent is not None and os.getppid() != self.parent)

    def install_handlers(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self)
        if hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, self.on_hangup)

    def __call__(self, _number: int, _frame: object) -> None:
        if self.signals.add():
            sys.exit(1)
        self.is_received = True
        self.server.pull_trigger()

    def on_hangup(self, number: int, frame: object) -> None:
        """Stop if the terminal was closed. Otherwise ignore it: one process alone cannot reload."""
        if self.is_terminal_closed():
            self(number, frame)


def terminal_check() -> Callable[[], bool]:
    """Return a function that returns True once the terminal that we were started from is closed."""
    had_terminal = os.isatty(0)
    return lambda: had_terminal and not os.isatty(0)


def ignore_stop_signals() -> None:
    """Ignore further signals, so that they do not change the exit code."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
