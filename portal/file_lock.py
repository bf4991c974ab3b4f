"""Work that is done by one at a time: one thread of one worker."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

try:
    import fcntl
except ImportError:  # Windows has one process
    fcntl = None  # type: ignore[assignment]

in_this_process = Lock()


@contextmanager
def turn(file: Path) -> Iterator[None]:
    """Wait for one's turn among all that name this file; who dies leaves it to the next."""
    with in_this_process, file.open("a") as held:
        if fcntl:
            fcntl.lockf(held, fcntl.LOCK_EX)
        yield


@contextmanager
def turn_at_once(file: Path) -> Iterator[None]:
    """One's turn, if no other process has it. Raises BlockingIOError where one has."""
    with file.open("a") as held:
        if fcntl:
            fcntl.lockf(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
