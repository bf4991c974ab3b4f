"""The part of the body writer that the functions for blocks use.

The writer calls these functions, so they know it by this interface and do not import it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from lxml.etree import _Element as Element

from portal.cleaning.line import Item, Marks


class Place(NamedTuple):
    """A position in the tree; `around` is the language and direction there."""

    marks: Marks = ()
    around: str = ""
    depth: int = 0
    level: int = 0


class TreeReader(Protocol):
    """Reads elements as a flow, and writes a flow as HTML."""

    def flow_of(self, element: Element, place: Place) -> list[Item]: ...

    def read(self, parent: Element, place: Place, flow: list[Item]) -> None: ...

    def read_one(self, element: Element, place: Place, flow: list[Item]) -> None: ...

    def parts(self, flow: Iterable[Item]) -> list[Item]: ...

    def html_of(self, part: Item) -> str: ...

    def written(self, html: str) -> str: ...

    def tight(self, flow: Iterable[Item]) -> str: ...

    def one_line(self, flow: list[Item]) -> tuple[str, list[Item]]: ...
