"""Fetches the feeds that are due, all the time, in one process of all that share a database."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from datetime import datetime
from threading import Thread
from time import monotonic, sleep

from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from portal.extensions import db, read_session
from portal.ingest.fetch_pool import FetchPool
from portal.ingest.outcome import save_states
from portal.ingest.sources.discovery import host_of
from portal.models import FeedState, Lease, Source, now

LEASE_NAME = "fetching feeds"
LEASE_SECONDS = 90
TICK_SECONDS = 15.0
FIRST_TICK_SECONDS = 2.0
POLL_SECONDS = 0.5
THREADS = 8
MAX_QUEUED = 1000

log = logging.getLogger("portal")


class Scheduler:
    """Several threads fetch; one looks for what is due.

    Only the holder of the lease fetches, so that of several machines one does. The states of feeds
    are written together at each tick: a feed that has not changed costs no write of its own. A process
    that is killed before that fetches these feeds once more, and finds nothing new in them.
    """

    def __init__(
        self, app: Flask, threads: int = THREADS, tick_seconds: float | None = None
    ) -> None:
        self.app = app
        self.pool = FetchPool(app, threads)
        self.tick_seconds = tick_seconds or TICK_SECONDS
        self.holder = secrets.token_hex(8)
        self.is_stopping = False
        self.has_failed = False

    def run(self, is_orphaned: Callable[[], bool] = lambda: False) -> None:
        """Fetch what is due until `stop` is called, or the process has lost its parent."""
        next_tick = monotonic() + FIRST_TICK_SECONDS
        while not (self.is_stopping or is_orphaned()):
            sleep(POLL_SECONDS)
            if monotonic() >= next_tick:
                next_tick = monotonic() + self.tick_seconds
                self.tick()
        self.close()

    def start(self) -> Thread:
        """Run in a thread that ends with the process."""
        thread = Thread(target=self.run, name="feeds", daemon=True)
        thread.start()
        return thread

    def stop(self) -> None:
        """End soon; what is being fetched now is fetched again another time.

        This only sets a flag: a signal handler may call it at any moment.
        """
        self.is_stopping = True

    def close(self) -> None:
        """Save what has been fetched, and let another process fetch at once."""
        self.pool.close()
        try:
            with self.app.app_context():
                self.save()
                Lease.release(LEASE_NAME, self.holder)
                db.session.commit()
        except DBAPIError as error:
            log.warning("The lease of the feeds was not released: %s", first_line(error))

    def tick(self) -> None:
        """Save what has been fetched, and queue what is due, if no other process does.

        While the database is away, say so once.
        """
        try:
            with self.app.app_context():
                self.save()
                due = self.due(now())
                if (due or self.pool.active) and self.acquire():
                    self.pool.add(due)
            self.has_failed = False
        except DBAPIError as error:
            if not self.has_failed:
                log.warning("Feeds cannot be fetched now: %s", first_line(error))
            self.has_failed = True

    def acquire(self) -> bool:
        """Take or renew the lease; without it, forget what is queued."""
        is_ours = Lease.acquire(LEASE_NAME, self.holder, LEASE_SECONDS)
        db.session.commit()
        if not is_ours:
            self.pool.clear()
        return is_ours

    def due(self, moment: datetime) -> list[tuple[int, str]]:
        """Return the ids and hosts of the feeds to fetch, the longest due first."""
        query = (
            select(Source.id, Source.feed_address)
            .join(FeedState)
            .where(FeedState.due_at <= moment, Source.paused_at.is_(None))
            .order_by(FeedState.due_at)
            .limit(MAX_QUEUED)
        )
        with read_session() as session:
            return [(id, host_of(address)) for id, address in session.execute(query)]

    def save(self) -> None:
        """Write the states of the feeds that have been fetched."""
        if not (outcomes := self.pool.take_finished()):
            return
        try:
            save_states(outcomes)
        except DBAPIError:
            self.pool.put_back(outcomes)
            raise
        self.pool.release(outcomes)


def first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
