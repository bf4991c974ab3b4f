"""The threads of a worker that make answers.

To make one keeps a processor busy, and Python lets one thread at a time. So one makes them in turn, and
another steps in when that one is held up; two at once would only pass Python's lock to and fro, at a
quarter of the work. Where the database is a server, they wait for it together: then all go at once.
"""

from __future__ import annotations

import logging
from collections import deque
from threading import Condition, Thread
from time import monotonic

from waitress.channel import HTTPChannel

# Seconds that the next answer waits for one that is being made.
HELD_UP = 0.02

log = logging.getLogger("portal")


class Crew:
    """Waitress's task dispatcher: `size` threads, of which `at_once` go to work as soon as there is some."""

    def __init__(self, size: int, at_once: int) -> None:
        self.size = size
        self.at_once = at_once
        self.changed = Condition()
        self.queue: deque[HTTPChannel] = deque()
        self.at_work = self.woken = 0
        self.taken_at = 0.0
        self.is_over = False
        self.threads = [Thread(target=self.work, daemon=True) for _ in range(size)]
        for thread in self.threads:
            thread.start()

    def add_task(self, task: HTTPChannel) -> None:
        with self.changed:
            self.queue.append(task)
            if self.at_work < self.at_once:
                self.wake()

    def step_in(self) -> None:
        """Send another to work where the next answer has waited long. The server's loop asks for it."""
        if self.queue and monotonic() - self.taken_at >= HELD_UP:
            with self.changed:
                if self.at_work < self.size:
                    self.wake()

    def wake(self) -> None:
        self.at_work += 1
        self.woken += 1
        self.taken_at = monotonic()
        self.changed.notify()

    def work(self) -> None:
        while self.is_woken():
            while task := self.take():
                try:
                    task.service()
                except BaseException:
                    log.exception("An answer could not be made.")

    def is_woken(self) -> bool:
        """Wait for work; False when there will be none."""
        with self.changed:
            self.changed.wait_for(lambda: self.woken or self.is_over)
            if self.is_over:
                return False
            self.woken -= 1
            return True

    def take(self) -> HTTPChannel | None:
        """The next, or None: then this one is not at work any more."""
        with self.changed:
            if self.queue:
                self.taken_at = monotonic()
                return self.queue.popleft()
            self.at_work -= 1
            return None

    def shutdown(self, timeout: float = 5) -> None:
        """Make no more; wait so many seconds for what is being made."""
        with self.changed:
            self.is_over = True
            left, self.queue = self.queue, deque()
            self.changed.notify_all()
        for task in left:
            task.cancel()
        until = monotonic() + timeout
        for thread in self.threads:
            thread.join(max(0.0, until - monotonic()))
