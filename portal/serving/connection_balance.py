"""Balance new connections between workers that listen on one socket.

The kernel wakes any of them, not the one with the fewest connections. So each worker writes its number
of connections into memory that all share, allocated before the fork.
"""

from __future__ import annotations

import mmap
import sys

CLOSED = sys.maxsize  # the count of a worker that accepts nothing; it is never the minimum
CELL_BYTES = 8


class ConnectionCounts:
    """The numbers of connections of all workers."""

    def __init__(self, rows: int) -> None:
        self.cells = memoryview(mmap.mmap(-1, rows * CELL_BYTES)).cast("q")
        for row in range(rows):
            self.cells[row] = CLOSED

    def worker(self, row: int) -> ConnectionCount:
        return ConnectionCount(self.cells, row)


class ConnectionCount:
    """The number of connections of one worker, and whether another has fewer."""

    def __init__(self, cells: memoryview, row: int) -> None:
        self.cells = cells
        self.row = row

    def set(self, connections: int) -> None:
        self.cells[self.row] = connections

    def close(self) -> None:
        """Mark this worker as one that accepts no more connections."""
        self.cells[self.row] = CLOSED

    @property
    def is_above_minimum(self) -> bool:
        return min(self.cells) < self.cells[self.row]
