"""Forked processes, each with a pipe on which its parent hears from it and of its end."""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from typing import NoReturn

from portal.errors import PortalError

Work = Callable[[int], None]


class Child:
    """A process that does `work`, which is given the end of the pipe to write to."""

    def __init__(self, work: Work) -> None:
        self.said = b""
        self.began = time.monotonic()
        self.dismissed: float | None = None
        self.pipe, writing = os.pipe()
        self.pid = fork(work, writing)
        os.close(writing)

    def listen(self) -> bool:
        """Hear what it says; False when it has ended."""
        heard = os.read(self.pipe, 4096)
        self.said += heard
        return bool(heard)

    def dismiss(self, number: int) -> None:
        self.dismissed = self.dismissed or time.monotonic()
        os.kill(self.pid, number)

    def is_overdue(self, seconds: float) -> bool:
        """Was to go so long ago, and is still here."""
        return self.dismissed is not None and time.monotonic() - self.dismissed > seconds

    def bury(self) -> int:
        """The code that it ended with; below zero, a signal's number."""
        os.close(self.pipe)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def fork(work: Work, writing: int) -> int:
    """The id of a process that does `work` and ends, with 0 unless that raises an exception.

    It begins deaf to the keyboard, and SIGTERM ends it; what its parent listens to is not its own.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    numbers = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
    signal.pthread_sigmask(
        signal.SIG_BLOCK, numbers
    )  # none may meet a child in its parent's manners
    pid = os.fork()
    if not pid:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, numbers)
    if not pid:
        end_with(work, writing)
    return pid


def end_with(work: Work, writing: int) -> NoReturn:
    """Do it, and end without what the parent has still to do at its own end."""
    code = 1
    try:
        work(writing)
        code = 0
    except PortalError as error:
        print(error, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
