"""Progress bars for long tasks on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

import click

Each = TypeVar("Each")


class Step(Protocol):
    """Iterates over the parts of a task and shows the progress under a label."""

    def __call__(self, label: str, parts: Sequence[Each]) -> Iterator[Each]: ...


def with_progress_bar(label: str, parts: Sequence[Each]) -> Iterator[Each]:
    """Yield each part, with a bar on standard error if that is a terminal."""
    if not sys.stderr.isatty():
        yield from parts
        return
    with click.progressbar(parts, label=label.ljust(10), file=sys.stderr) as bar:
        yield from bar
