"""Two LRUs: one for the site's pages, one for the endless number of searches and cursors."""

from __future__ import annotations

from portal.cache.cached_response import CachedResponse
from portal.cache.lru import Lru

# The host as far as a response depends on it, the path, the canonical query.
Key = tuple[str, str, str]

# A client that tries all words and cursors fills only this share of the capacity, and evicts no page.
ENDLESS_SHARE = 1 / 4


class LruPair:
    def __init__(self, capacity_bytes: int) -> None:
        self.pages = Lru(round(capacity_bytes * (1 - ENDLESS_SHARE)))
        self.endless = Lru(round(capacity_bytes * ENDLESS_SHARE))

    def get(self, key: Key) -> CachedResponse | None:
        """Return the response to this key, of whichever edition."""
        return self.lru_for(key).get(key)

    def lru_for(self, key: Key) -> Lru:
        """Return the LRU that holds this key."""
        _, path, query = key
        return self.endless if query or path.startswith("/latest/since/") else self.pages

    def put(self, key: Key, response: CachedResponse) -> None:
        self.lru_for(key).put(key, response)

    def drop_other_editions(self, edition: object) -> None:
        """Drop every response of another edition; all of them for None."""
        self.pages.drop_other_editions(edition)
        self.endless.drop_other_editions(edition)

    @property
    def used_bytes(self) -> int:
        return self.pages.used_bytes + self.endless.used_bytes

    def __len__(self) -> int:
        return len(self.pages) + len(self.endless)
