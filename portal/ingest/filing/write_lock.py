"""One writing transaction at a time, with pauses in which editors' saves come first.

Many threads that wait for SQLite's one writer poll for it, and some of them, or an editor, would wait
until they give up.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from time import monotonic, sleep

from sqlalchemy import text

from portal.extensions import db

# Any number will do, so long as no other program on the same PostgreSQL uses it.
ADVISORY_LOCK = 7_640_222
MIN_PAUSE_SECONDS, MAX_PAUSE_SECONDS = 0.01, 0.25

lock = Lock()


@contextmanager
def exclusive_write() -> Iterator[None]:
    """Hold the lock of this process, and PostgreSQL's for all; the caller commits within.

    Afterwards, pause for as long as that took: at most half of the time belongs to feeds.
    """
    with lock:
        started_at = monotonic()
        if db.engine.dialect.name == "postgresql":
            db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
        yield
        seconds = monotonic() - started_at
        sleep(min(max(seconds, MIN_PAUSE_SECONDS), MAX_PAUSE_SECONDS))
