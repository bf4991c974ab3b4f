"""Addresses that readers asked for in vain, counted here and written down now and then for the desk."""

from __future__ import annotations

import threading
from collections import Counter
from time import monotonic

from sqlalchemy.exc import DBAPIError

from portal.extensions import writing
from portal.models import LostAddress

# Seconds between two writes: a search engine's robot must not make the database busy.
EVERY = 10
LONGEST = 700

lock = threading.Lock()
asked: Counter[str] = Counter()
written_at = -float(EVERY)


def note(path: str) -> None:
    """Count a path that is not there. A database that is busy loses a count, never an answer."""
    global asked, written_at
    with lock:
        if len(path) <= LONGEST and len(asked) < 100:
            asked[path] += 1
        if monotonic() - written_at < EVERY:
            return
        batch, asked, written_at = asked, Counter(), monotonic()
    try:
        with writing() as session:
            LostAddress.note(session, batch)
            session.commit()
    except DBAPIError:
        return
