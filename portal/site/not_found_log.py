"""Addresses that readers asked for in vain, counted here and written down now and then for the desk."""

from __future__ import annotations

from collections import Counter
from threading import Lock
from time import monotonic

from flask import Flask, after_this_request, current_app
from sqlalchemy.exc import DBAPIError
from werkzeug import Response

from portal.extensions import write_session
from portal.models import MissingAddress

# Seconds between two writes: a search engine's robot must not make the database busy.
EVERY = 10
LONGEST = 700
MOST_AT_ONCE = 100


class Lost:
    """What one worker was asked for in vain since it last wrote that down."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.lock = Lock()
        self.asked: Counter[str] = Counter()
        self.written_at = -float(EVERY)

    def note(self, path: str) -> None:
        if len(path) <= LONGEST and (path in self.asked or len(self.asked) < MOST_AT_ONCE):
            with self.lock:
                self.asked[path] += 1

    def write(self) -> None:
        """A database that is busy is not waited for: the counts are kept for the next time."""
        with self.lock:
            if not self.asked or monotonic() - self.written_at < EVERY:
                return
            batch, self.asked, self.written_at = self.asked, Counter(), monotonic()
        try:
            with self.app.app_context(), write_session(waits=False) as session:
                MissingAddress.record(session, batch)
                session.commit()
        except DBAPIError:
            with self.lock:
                self.asked += batch


def note(path: str) -> None:
    """Count a path that is not there; written, if at all, when the reader has the answer."""
    lost: Lost = current_app.extensions["lost"]
    lost.note(path)

    @after_this_request
    def write_afterwards(response: Response) -> Response:
        response.call_on_close(lost.write)
        return response
