"""How a server is told to stop: by a signal, or by the end of the process that it belongs to."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable

from waitress.server import TcpWSGIServer

from portal.resources import unpacking_process


class Stop:
    """What a signal asks for: once, to finish what has begun; once more, to end at once.

    Whoever has a `parent` goes when it has gone. `patience` is how many seconds a connection
    that asks for nothing may still ask.
    """

    patience = 0.0

    def __init__(self, server: TcpWSGIServer, parent: int | None = None) -> None:
        self.server = server
        self.parent = parent or unpacking_process()
        self.is_heard = False
        self.terminal_is_closed = watch_terminal()
        self.hear()

    @property
    def is_asked(self) -> bool:
        return self.is_heard or (self.parent is not None and os.getppid() != self.parent)

    def hear(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self)
        if hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, self.hang_up)

    def __call__(self, _number: int, _frame: object) -> None:
        if self.is_heard:
            sys.exit(1)
        self.is_heard = True
        self.server.pull_trigger()

    def hang_up(self, number: int, frame: object) -> None:
        """One process cannot roll: it ends if its terminal was closed, and goes on otherwise."""
        if self.terminal_is_closed():
            self(number, frame)


def watch_terminal() -> Callable[[], bool]:
    """Tells whether the terminal that we were started from, if any, has been closed."""
    had_one = os.isatty(0)
    return lambda: had_one and not os.isatty(0)
