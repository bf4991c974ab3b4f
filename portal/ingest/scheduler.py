"""Fetches the feeds that are due, all the time, in one process of all that share a database."""

from __future__ import annotations

import logging
import secrets
from collections import defaultdict, deque
from collections.abc import Callable
from datetime import datetime
from queue import SimpleQueue
from threading import Lock, Thread
from time import monotonic, sleep

from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from portal.extensions import db, read_session
from portal.ingest.fetch_many import fetch_in
from portal.ingest.outcome import Outcome, save_states
from portal.ingest.sources.discovery import host_of
from portal.models import FeedState, Lease, Source, now

LEASE_NAME = "fetching feeds"
LEASE_SECONDS = 90
TICK_SECONDS = 15.0
FIRST_TICK_SECONDS = 2.0
POLL_SECONDS = 0.5
RETRY_SECONDS = 300.0
THREADS = 8
MAX_QUEUED = 1000

log = logging.getLogger("portal")


class Scheduler:
    """Several threads fetch, one request a host at a time; one thread looks for what is due.

    Only the holder of the lease fetches, so that of several machines one does. The states of feeds
    are written together at each tick: a feed that has not changed costs no write of its own. Who is
    killed before that fetches these feeds once more, and finds nothing new in them.
    """

    def __init__(
        self, app: Flask, threads: int = THREADS, tick_seconds: float | None = None
    ) -> None:
        self.app = app
        self.threads = threads
        self.tick_seconds = tick_seconds or TICK_SECONDS
        self.holder = secrets.token_hex(8)
        self.is_stopping = False
        self.lock = Lock()
        self.queues: dict[str, deque[int]] = defaultdict(deque)
        self.hosts: SimpleQueue[str] = (
            SimpleQueue()
        )  # those with a feed to fetch, and no request open
        self.active: set[int] = set()  # queued, being fetched, or not saved yet
        self.finished: list[Outcome] = []
        self.retry_at: dict[int, float] = {}
        self.workers: list[Thread] = []
        self.has_failed = False

    def run(self, is_orphaned: Callable[[], bool] = lambda: False) -> None:
        """Fetch what is due until `stop` is called, or the process has lost its parent."""
        next_tick = monotonic() + FIRST_TICK_SECONDS
        while not (self.is_stopping or is_orphaned()):
            sleep(POLL_SECONDS)
            if monotonic() >= next_tick:
                next_tick = monotonic() + self.tick_seconds
                self.tick()
        self.is_stopping = True
        self.release()

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

    def release(self) -> None:
        """Save what has been fetched, and let another process fetch at once."""
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
                if (due or self.active) and self.acquire():
                    self.enqueue(due)
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
            with self.lock:
                for queue in self.queues.values():
                    self.active.difference_update(queue)
                    queue.clear()
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
            found = session.execute(query).all()
        with self.lock:
            self.retry_at = {id: at for id, at in self.retry_at.items() if at > monotonic()}
            busy = self.active | self.retry_at.keys()
            return [(id, host_of(address)) for id, address in found if id not in busy]

    def enqueue(self, due: list[tuple[int, str]]) -> None:
        with self.lock:
            for id, host in due:
                self.active.add(id)
                is_idle = host not in self.queues
                self.queues[host].append(id)
                if is_idle:
                    self.hosts.put(host)
            missing = min(self.threads, len(self.queues)) - len(self.workers)
        for _ in range(missing):
            worker = Thread(target=self.work, name="feed", daemon=True)
            self.workers.append(worker)
            worker.start()

    def work(self) -> None:
        """Fetch one feed after another, each time of the next host."""
        while not self.is_stopping:
            host = self.hosts.get()
            with self.lock:
                id = self.queues[host].popleft() if self.queues[host] else None
            if id is not None:
                self.fetch(id)
            with self.lock:
                if self.queues[host]:
                    self.hosts.put(host)
                else:
                    del self.queues[host]

    def fetch(self, id: int) -> None:
        outcome = fetch_in(self.app, id)
        with self.lock:
            if outcome:
                self.finished.append(outcome)
            else:  # the database is away or busy: that must not become a request every tick
                self.active.discard(id)
                self.retry_at[id] = monotonic() + RETRY_SECONDS

    def save(self) -> None:
        """Write the states of the feeds that have been fetched."""
        with self.lock:
            outcomes, self.finished = self.finished, []
        if not outcomes:
            return
        try:
            save_states(outcomes)
        except DBAPIError:
            with self.lock:
                self.finished = outcomes + self.finished
            raise
        with self.lock:
            self.active.difference_update(each.source_id for each in outcomes)


def first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
