"""Where kept answers stand: the paper's pages, and apart from them what has no end."""

from __future__ import annotations

from portal.cache.cached_response import Kept
from portal.cache.lru import Shelf

# The name it was asked by, the path, the query as far as it means anything.
Key = tuple[str, str, str]

# Whoever tries all words and cursors has this part of the room, and drives no page out.
ENDLESS = 1 / 4


class Shelves:
    def __init__(self, room: int) -> None:
        self.pages = Shelf(round(room * (1 - ENDLESS)))
        self.endless = Shelf(round(room * ENDLESS))

    def get(self, key: Key) -> Kept | None:
        """The answer, whether it still holds or not."""
        return self.of(key).get(key)

    def of(self, key: Key) -> Shelf:
        """Which one an answer to this stands on."""
        _, path, query = key
        return self.endless if query or path.startswith("/latest/since/") else self.pages

    def put(self, key: Key, kept: Kept) -> None:
        self.of(key).put(key, kept)

    def drop_other_editions(self, edition: object) -> None:
        """Drop all that is of another edition."""
        self.pages.drop_other_editions(edition)
        self.endless.drop_other_editions(edition)

    @property
    def taken(self) -> int:
        """Bytes that are in use."""
        return self.pages.taken + self.endless.taken

    def __len__(self) -> int:
        return len(self.pages) + len(self.endless)
