"""How a server is told to stop: by a signal, or by the end of the process that it belongs to."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable

from waitress.server import TcpWSGIServer

from portal.paths import unpacker_pid

ECHO = 1.0  # seconds


class Word:
    """Said once, to finish what has begun; said once more, to end at once.

    The one-file binary's first process passes on what it hears, and a terminal tells both: there
    what comes again within ECHO is the same word.
    """

    def __init__(self) -> None:
        self.heard_at: float | None = None

    def is_second(self) -> bool:
        now = time.monotonic()
        if self.heard_at is None:
            self.heard_at = now
            return False
        return unpacker_pid() is None or now - self.heard_at >= ECHO


class Stop:
    """What a signal asks for: once, to finish what has begun; once more, to end at once.

    Whoever has a `parent` goes when it has gone. `patience` is how many seconds a connection
    that asks for nothing may still ask.
    """

    patience = 0.0

    def __init__(self, server: TcpWSGIServer, parent: int | None = None) -> None:
        self.server = server
        self.parent = parent or unpacker_pid()
        self.is_heard = False
        self.word = Word()
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
        if self.word.is_second():
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


def hear_no_more() -> None:
    """What comes now is too late, and must not change the code that we end with."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
