"""Single-flight: of many concurrent requests for a key, one does the work and the others wait."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager

# A request that has waited this long does the work itself.
WAIT_TIMEOUT_SECONDS = 10


class SingleFlight:
    def __init__(self) -> None:
        self.mutex = threading.Lock()
        self.under_way: dict[Hashable, threading.Event] = {}

    def __contains__(self, key: Hashable) -> bool:
        """True while someone holds the lock for `key`."""
        return key in self.under_way

    @contextmanager
    def lock(self, key: Hashable) -> Iterator[None]:
        """Hold the lock for `key`, or wait until its holder is done, at most WAIT_TIMEOUT_SECONDS.

        All who have waited enter together: look in the cache before doing the work.
        """
        with self.mutex:
            done = self.under_way.get(key)
            if done is None:
                mine = self.under_way[key] = threading.Event()
        if done is not None:
            done.wait(WAIT_TIMEOUT_SECONDS)
            yield
            return
        try:
            yield
        finally:
            with self.mutex:
                del self.under_way[key]
            mine.set()
