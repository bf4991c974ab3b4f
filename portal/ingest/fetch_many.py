"""Fetches several feeds at once, for a command: one request a host at a time."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

from flask import Flask
from sqlalchemy.exc import OperationalError

from portal.ingest.fetch_source import fetch_source
from portal.ingest.outcome import Outcome, save_states
from portal.ingest.sources.discovery import host_of

THREADS = 8

log = logging.getLogger("portal")


def fetch_many(app: Flask, feeds: Sequence[tuple[int, str]]) -> Iterator[Outcome]:
    """Fetch feeds, given by source id and address. Yield each outcome when it is saved."""
    by_host: dict[str, list[int]] = defaultdict(list)
    for id, address in feeds:
        by_host[host_of(address)].append(id)
    finished: SimpleQueue[Outcome | None] = SimpleQueue()

    def work(ids: list[int]) -> None:
        for id in ids:
            finished.put(fetch_in(app, id))

    pool = ThreadPoolExecutor(THREADS)
    try:
        for ids in by_host.values():
            pool.submit(work, ids)
        for _ in feeds:
            if outcome := finished.get():
                save_states([outcome])
                yield outcome
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def fetch_in(app: Flask, id: int) -> Outcome | None:
    """Fetch a source's feed in a context of its own, with its own connection to the database.

    Return None if there is nothing to fetch, or if the database is away or busy: the feed stays due.
    """
    try:
        with app.app_context():
            return fetch_source(id)
    except OperationalError as error:
        log.warning("What a feed brought could not be stored: %s", str(error).splitlines()[0])
        return None
