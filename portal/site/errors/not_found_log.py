"""The log of 404s: counted in memory, and written to the database now and then for the desk."""

from __future__ import annotations

from collections import Counter
from threading import Lock
from time import monotonic

from flask import Flask, after_this_request, current_app
from sqlalchemy.exc import DBAPIError
from werkzeug import Response

from portal.extensions import write_session
from portal.models import MissingAddress

# A search engine's robot must not keep the database busy.
FLUSH_SECONDS = 10
MAX_PATH_CHARS = 700
MAX_PATHS_PER_FLUSH = 100


class NotFoundLog:
    """The paths that one worker answered with 404 since its last flush, with their counts."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.lock = Lock()
        self.counts: Counter[str] = Counter()
        self.flushed_at = -float(FLUSH_SECONDS)

    def add(self, path: str) -> None:
        is_full = len(self.counts) >= MAX_PATHS_PER_FLUSH
        if len(path) <= MAX_PATH_CHARS and (path in self.counts or not is_full):
            with self.lock:
                self.counts[path] += 1

    def flush(self) -> None:
        """Write the counts. If the database is busy, keep them for the next time."""
        with self.lock:
            if not self.counts or monotonic() - self.flushed_at < FLUSH_SECONDS:
                return
            batch, self.counts, self.flushed_at = self.counts, Counter(), monotonic()
        try:
            with self.app.app_context(), write_session(waits=False) as session:
                MissingAddress.record(session, batch)
                session.commit()
        except DBAPIError:
            with self.lock:
                self.counts += batch


def init_app(app: Flask) -> None:
    app.extensions["not_found_log"] = NotFoundLog(app)


def record(path: str) -> None:
    """Count a 404. A flush, if one is due, runs after the reader has the answer."""
    log: NotFoundLog = current_app.extensions["not_found_log"]
    log.add(path)

    @after_this_request
    def flush_afterwards(response: Response) -> Response:
        response.call_on_close(log.flush)
        return response
