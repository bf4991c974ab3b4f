"""Long work shows how far it is, on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

import click

Each = TypeVar("Each")


class Step(Protocol):
    """Goes through a part of the work, which it names."""

    def __call__(self, what: str, parts: Sequence[Each]) -> Iterator[Each]: ...


def shown(what: str, parts: Sequence[Each]) -> Iterator[Each]:
    """Each part, with a bar on standard error; without a terminal there is none."""
    if not sys.stderr.isatty():
        yield from parts
        return
    with click.progressbar(parts, label=what.ljust(10), file=sys.stderr) as bar:
        yield from bar
