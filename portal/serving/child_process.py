"""Forked child processes. A pipe from each tells the parent what it reports, and that it has ended."""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from typing import NoReturn

from portal.errors import PortalError

# The work of a child; its argument is the file descriptor of the pipe's writing end.
Work = Callable[[int], None]


class ChildProcess:
    """A forked process that does `work` and ends."""

    def __init__(self, work: Work) -> None:
        self.output = b""
        self.started_at = time.monotonic()
        self.terminated_at: float | None = None
        self.pipe, write_end = os.pipe()
        self.pid = fork(work, write_end)
        os.close(write_end)

    def read_output(self) -> bool:
        """Read from the pipe into `output`. Return False at its end: the process has ended."""
        chunk = os.read(self.pipe, 4096)
        self.output += chunk
        return bool(chunk)

    def terminate(self, signal_number: int) -> None:
        self.terminated_at = self.terminated_at or time.monotonic()
        os.kill(self.pid, signal_number)

    def is_overdue(self, seconds: float) -> bool:
        """True if it was terminated so many seconds ago and still runs."""
        return self.terminated_at is not None and time.monotonic() - self.terminated_at > seconds

    def reap(self) -> int:
        """Wait for its end and return the exit code; for a signal its number, negative."""
        os.close(self.pipe)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def fork(work: Work, write_end: int) -> int:
    """Fork a process that does `work`, and return its id. Its exit code is 1 if `work` raises, else 0.

    In the child, SIGINT and SIGHUP are ignored and SIGTERM ends it, until `work` sets handlers.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    signals = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
    # Blocked, so that no signal runs the parent's handlers in the child.
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    pid = os.fork()
    if not pid:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)
    if not pid:
        run_and_exit(work, write_end)
    return pid


def run_and_exit(work: Work, write_end: int) -> NoReturn:
    """Do the work and exit without the parent's exit handlers."""
    code = 1
    try:
        work(write_end)
        code = 0
    except PortalError as error:
        print(error, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
