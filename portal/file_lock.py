"""File locks: one thread of one process at a time does a piece of work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

try:
    import fcntl
except ImportError:  # Windows has one process
    fcntl = None  # type: ignore[assignment]

thread_lock = Lock()


@contextmanager
def file_lock(path: Path) -> Iterator[None]:
    """Hold an exclusive lock on `path` across threads and processes; it is released if the holder dies."""
    with thread_lock, path.open("a") as file:
        if fcntl:
            fcntl.lockf(file, fcntl.LOCK_EX)
        yield


@contextmanager
def try_file_lock(path: Path) -> Iterator[None]:
    """Hold the lock, or raise BlockingIOError if another process holds it."""
    with path.open("a") as file:
        if fcntl:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
