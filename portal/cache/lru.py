"""An LRU of cached responses, limited in bytes: the least recently used is dropped first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable

from portal.cache.cached_response import CachedResponse


class Lru:
    """At most `capacity_bytes` of responses. Safe to use from several threads."""

    def __init__(self, capacity_bytes: int) -> None:
        self.capacity_bytes = capacity_bytes
        self.used_bytes = 0
        self.lock = threading.Lock()
        self.responses: OrderedDict[Hashable, tuple[CachedResponse, int]] = OrderedDict()

    def get(self, key: Hashable) -> CachedResponse | None:
        found = self.responses.get(key)
        if found is None:
            return None
        self.touch(key)
        return found[0]

    def touch(self, key: Hashable) -> None:
        """Mark the response as the most recently used."""
        try:
            self.responses.move_to_end(key)
        except KeyError:
            return  # another thread has just dropped it

    def put(self, key: Hashable, response: CachedResponse) -> None:
        """Store a response, or its new size. One larger than a quarter of the capacity is not stored."""
        size = response.size_bytes
        with self.lock:
            self.used_bytes -= self.responses.pop(key, (None, 0))[1]
            if size > self.capacity_bytes / 4:
                return
            self.responses[key] = response, size
            self.used_bytes += size
            while self.used_bytes > self.capacity_bytes:
                _, (_, freed) = self.responses.popitem(last=False)
                self.used_bytes -= freed

    def drop_other_editions(self, edition: object) -> None:
        with self.lock:
            for key, (response, size) in [*self.responses.items()]:
                if response.edition is not edition:
                    del self.responses[key]
                    self.used_bytes -= size

    def __len__(self) -> int:
        return len(self.responses)
