"""Which of several workers a new connection is for: all listen at one socket, and who hears of it first is
not who has the fewest.

How many each has stands in memory that they share, made before they are forked.
"""

from __future__ import annotations

import mmap

NOBODY = 2**63 - 1  # as many as nobody can have fewer than
BYTES = 8


class Shares:
    """The connections of all workers; `share(n)` is one worker's."""

    def __init__(self, rows: int) -> None:
        self.counts = memoryview(mmap.mmap(-1, rows * BYTES)).cast("q")
        for row in range(rows):
            self.counts[row] = NOBODY

    def share(self, row: int) -> Share:
        return Share(self.counts, row)


class Share:
    def __init__(self, counts: memoryview, row: int) -> None:
        self.counts = counts
        self.row = row

    def hold(self, connections: int) -> None:
        """Tell the others how many this one has now."""
        self.counts[self.row] = connections

    def end(self) -> None:
        """It takes no more."""
        self.counts[self.row] = NOBODY

    @property
    def is_larger_than_another(self) -> bool:
        return min(self.counts) < self.counts[self.row]
