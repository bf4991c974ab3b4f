"""One renders, the others wait for it: a burst asks for a page a thousand times at once."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager

# Seconds that one waits for another before rendering on its own.
PATIENCE = 10


class Flights:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.under_way: dict[Hashable, threading.Event] = {}

    def __contains__(self, key: Hashable) -> bool:
        return key in self.under_way

    @contextmanager
    def alone(self, key: Hashable) -> Iterator[None]:
        """Come in when nobody else is within for this key, or they take too long."""
        with self.lock:
            done = self.under_way.get(key)
            if done is None:
                mine = self.under_way[key] = threading.Event()
        if done is not None:
            done.wait(PATIENCE)
            yield
            return
        try:
            yield
        finally:
            with self.lock:
                del self.under_way[key]
            mine.set()
