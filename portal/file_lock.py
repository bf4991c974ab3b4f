"""Exclusive locks on files, for work that one thread of one process may do at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

try:
    import fcntl
except ImportError:  # Windows, where Portal is one process
    fcntl = None  # type: ignore[assignment]

# A file lock belongs to a process, so its threads need a lock among themselves.
thread_lock = Lock()


@contextmanager
def file_lock(path: Path) -> Iterator[None]:
    """Hold an exclusive lock across threads and processes; it is released if the holder dies."""
    with thread_lock, path.open("a") as file:
        if fcntl:
            fcntl.lockf(file, fcntl.LOCK_EX)
        yield


@contextmanager
def try_file_lock(path: Path) -> Iterator[None]:
    """Hold the lock. Raises BlockingIOError at once if another process holds it."""
    with path.open("a") as file:
        if fcntl:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
