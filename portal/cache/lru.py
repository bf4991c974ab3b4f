"""The shelf: kept answers up to so many bytes. The one that was asked for longest ago goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable

from portal.cache.cached_response import Kept


class Shelf:
    def __init__(self, room: int) -> None:
        self.room = room
        self.taken = 0
        self.lock = threading.Lock()
        self.answers: OrderedDict[Hashable, tuple[Kept, int]] = OrderedDict()

    def get(self, key: Hashable) -> Kept | None:
        found = self.answers.get(key)
        if found is None:
            return None
        self.touch(key)
        return found[0]

    def touch(self, key: Hashable) -> None:
        """Say that it was asked for just now."""
        try:
            self.answers.move_to_end(key)
        except KeyError:
            return  # another thread has just taken it away

    def put(self, key: Hashable, kept: Kept) -> None:
        """Keep it, or what it has grown to; one that would take a quarter of the room is not kept."""
        size = kept.size
        with self.lock:
            self.taken -= self.answers.pop(key, (None, 0))[1]
            if size > self.room / 4:
                return
            self.answers[key] = kept, size
            self.taken += size
            while self.taken > self.room:
                _, (_, freed) = self.answers.popitem(last=False)
                self.taken -= freed

    def drop_other_editions(self, edition: object) -> None:
        """Drop what is of any other edition."""
        with self.lock:
            for key, (kept, size) in [*self.answers.items()]:
                if kept.edition is not edition:
                    del self.answers[key]
                    self.taken -= size

    def __len__(self) -> int:
        return len(self.answers)
