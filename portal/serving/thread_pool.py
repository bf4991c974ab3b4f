"""The thread pool of a worker, which renders responses.

Rendering is bound by the processor, and Python runs one thread at a time. So one thread renders them one
after the other, and an extra thread starts only when that one is stalled: two at once would pass Python's
lock to and fro, at a quarter of the throughput. Where the database is a server, the threads wait for it,
so all of them run at once.
"""

from __future__ import annotations

import logging
from collections import deque
from threading import Condition, Thread
from time import monotonic

from waitress.channel import HTTPChannel

# The first queued request waits this long for a stalled thread before an extra one starts.
STALL_SECONDS = 0.02

log = logging.getLogger("portal")


class ThreadPool:
    """waitress's task dispatcher: `size` threads, of which `concurrent` start as soon as there is work."""

    def __init__(self, size: int, concurrent: int) -> None:
        self.size = size
        self.concurrent = concurrent
        self.changed = Condition()
        self.queue: deque[HTTPChannel] = deque()
        self.active = self.pending_wakeups = 0
        self.last_start = 0.0
        self.is_shut_down = False
        self.threads = [Thread(target=self.run_thread, daemon=True) for _ in range(size)]
        for thread in self.threads:
            thread.start()

    def add_task(self, task: HTTPChannel) -> None:
        with self.changed:
            self.queue.append(task)
            if self.active < self.concurrent:
                self.wake_thread()

    def start_extra_thread_if_stalled(self) -> None:
        """Start another thread if the queue has not moved for STALL_SECONDS. The event loop calls this."""
        if self.queue and monotonic() - self.last_start >= STALL_SECONDS:
            with self.changed:
                if self.active < self.size:
                    self.wake_thread()

    def wake_thread(self) -> None:
        self.active += 1
        self.pending_wakeups += 1
        self.last_start = monotonic()
        self.changed.notify()

    def run_thread(self) -> None:
        while self.wait_for_wakeup():
            while task := self.next_task():
                try:
                    task.service()
                except BaseException:
                    log.exception("A response could not be made.")

    def wait_for_wakeup(self) -> bool:
        """Wait for work. Return False if the pool was shut down."""
        with self.changed:
            self.changed.wait_for(lambda: self.pending_wakeups or self.is_shut_down)
            if self.is_shut_down:
                return False
            self.pending_wakeups -= 1
            return True

    def next_task(self) -> HTTPChannel | None:
        """Return the next task; without one, return None and mark this thread as idle."""
        with self.changed:
            if self.queue:
                self.last_start = monotonic()
                return self.queue.popleft()
            self.active -= 1
            return None

    def shutdown(self, timeout: float = 5) -> None:
        """Cancel queued tasks, and wait at most `timeout` seconds for those that run."""
        with self.changed:
            self.is_shut_down = True
            queued, self.queue = self.queue, deque()
            self.changed.notify_all()
        for task in queued:
            task.cancel()
        deadline = monotonic() + timeout
        for thread in self.threads:
            thread.join(max(0.0, deadline - monotonic()))
