"""Where kept answers stand: the paper's pages, and apart from them what has no end."""

from __future__ import annotations

from portal.cache.kept import Kept
from portal.cache.shelf import Shelf

# The name it was asked by, the path, the query as far as it means anything.
Key = tuple[str, str, str]

# Whoever tries all words, cursors or addresses has these parts of the room, and drives no page out.
ENDLESS, MISSING = 3 / 16, 1 / 16


class Shelves:
    def __init__(self, room: int) -> None:
        self.pages = Shelf(round(room * (1 - ENDLESS - MISSING)))
        self.endless = Shelf(round(room * ENDLESS))
        self.missing = Shelf(round(room * MISSING))

    def get(self, key: Key) -> Kept | None:
        """The answer, whether it still holds or not."""
        return self.of(key).get(key) or self.missing.get(key)

    def of(self, key: Key) -> Shelf:
        """Which one an answer to this stands on, if there is something."""
        _, path, query = key
        return self.endless if query or path.startswith("/latest/since/") else self.pages

    def put(self, key: Key, kept: Kept) -> None:
        (self.missing if kept.is_missing else self.of(key)).put(key, kept)

    def leave(self, edition: object) -> None:
        """Drop all that is of another edition."""
        for shelf in self.all:
            shelf.leave(edition)

    @property
    def all(self) -> tuple[Shelf, ...]:
        return self.pages, self.endless, self.missing

    @property
    def taken(self) -> int:
        """Bytes that are in use."""
        return sum(shelf.taken for shelf in self.all)

    def __len__(self) -> int:
        return sum(map(len, self.all))
