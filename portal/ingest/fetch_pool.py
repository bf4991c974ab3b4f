"""Threads that fetch feeds: one request a host at a time, and no host waits for another."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from queue import SimpleQueue
from threading import Lock, Thread
from time import monotonic

from flask import Flask

from portal.ingest.fetch_many import fetch_in
from portal.ingest.outcome import Outcome

RETRY_SECONDS = 300.0


class FetchPool:
    """`active` are the ids of sources that are queued, being fetched, or not saved yet.

    A source whose items could not be stored is left alone for RETRY_SECONDS: a database that is away
    must not become a request to the publisher at every tick.
    """

    def __init__(self, app: Flask, threads: int) -> None:
        self.app = app
        self.threads = threads
        self.is_closed = False
        self.active: set[int] = set()
        self.finished: list[Outcome] = []
        self.retry_at: dict[int, float] = {}
        self.queues: dict[str, deque[int]] = defaultdict(deque)
        self.hosts: SimpleQueue[str] = (
            SimpleQueue()
        )  # those with a feed to fetch and no open request
        self.workers: list[Thread] = []
        self.lock = Lock()

    def add(self, feeds: Iterable[tuple[int, str]]) -> None:
        """Queue sources, given by id and host; those that are active already are left out."""
        with self.lock:
            self.retry_at = {id: at for id, at in self.retry_at.items() if at > monotonic()}
            for id, host in feeds:
                if id not in self.active and id not in self.retry_at:
                    self.enqueue(id, host)
            missing = min(self.threads, len(self.queues)) - len(self.workers)
        for _ in range(missing):
            worker = Thread(target=self.work, name="feed", daemon=True)
            self.workers.append(worker)
            worker.start()

    def enqueue(self, id: int, host: str) -> None:
        is_idle = host not in self.queues
        self.active.add(id)
        self.queues[host].append(id)
        if is_idle:
            self.hosts.put(host)

    def clear(self) -> None:
        """Forget what is queued; what is being fetched goes on."""
        with self.lock:
            for queue in self.queues.values():
                self.active.difference_update(queue)
                queue.clear()

    def take_finished(self) -> list[Outcome]:
        """Return the outcomes since the last call. Their sources stay active until `release`."""
        with self.lock:
            outcomes, self.finished = self.finished, []
        return outcomes

    def put_back(self, outcomes: list[Outcome]) -> None:
        """Return outcomes that could not be saved."""
        with self.lock:
            self.finished = outcomes + self.finished

    def release(self, outcomes: Iterable[Outcome]) -> None:
        """Let the sources of these outcomes be queued again."""
        with self.lock:
            self.active.difference_update(each.source_id for each in outcomes)

    def close(self) -> None:
        """End the threads after the feed that each is fetching now."""
        self.is_closed = True
        for _ in self.workers:
            self.hosts.put("")

    def work(self) -> None:
        """Fetch one feed after another, each time of the next host."""
        while True:
            host = self.hosts.get()
            if self.is_closed:
                return
            with self.lock:
                id = self.queues[host].popleft() if self.queues[host] else None
            if id is not None:
                self.finish(id, fetch_in(self.app, id))
            with self.lock:
                if self.queues[host]:
                    self.hosts.put(host)
                else:
                    del self.queues[host]

    def finish(self, id: int, outcome: Outcome | None) -> None:
        with self.lock:
            if outcome:
                self.finished.append(outcome)
            else:
                self.active.discard(id)
                self.retry_at[id] = monotonic() + RETRY_SECONDS
