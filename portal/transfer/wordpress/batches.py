"""Splits long lists into batches that a statement can name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

BATCH_ROWS = 200


def batches_of(things: Sequence) -> Iterator[Sequence]:
    """Yield the things in batches, in their order."""
    for start in range(0, len(things), BATCH_ROWS):
        yield things[start : start + BATCH_ROWS]
