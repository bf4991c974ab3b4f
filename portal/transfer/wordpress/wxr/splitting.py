"""Splits the text of an export into its head and its items, without reading it as XML.

So a piece that is broken breaks no other, and only one item is in memory, however long the file is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

ITEM_START = re.compile(r"<item(?=[\s>/])")
ITEM_END = "</item"
COMMENT = ("<!--", "-->")
CDATA = ("<![CDATA[", "]]>")
# WordPress writes "]]>" within a text as the end of one CDATA section and the start of another.
SPLIT_CDATA = "]]><![CDATA[>"
MAX_ITEM_CHARS = 100_000_000
CHUNK_BYTES = 65_536
MAX_MARK_CHARS = 16  # of a mark that may be cut off at the end of the text read so far


@dataclass(frozen=True)
class Piece:
    """A part of the file and the number of its first line. `is_whole` is False if it is cut off."""

    text: str
    line: int
    is_whole: bool = True


class TooLongItem(Exception):
    """An item is longer than any can be, so its end is missing."""


class Splitter:
    """Reads the head, then item after item. `read(size)` returns more text; empty at the end."""

    def __init__(self, read: Callable[[int], str]) -> None:
        self.read = read
        self.text = ""  # what was read and not returned yet
        self.line = 1  # the number of its first line

    def head(self) -> Piece:
        """Return all that comes before the first item; the whole file if it has none."""
        start = self.find_item()
        return self.take(len(self.text) if start is None else start)

    def items(self) -> Iterator[Piece]:
        """Yield each item. Afterwards `text` is the rest of the file. Raises TooLongItem."""
        while (start := self.find_item()) is not None:
            self.take(start)
            end = self.end_of_item()
            yield self.take(len(self.text) if end is None else end, is_whole=end is not None)

    def take(self, end: int, is_whole: bool = True) -> Piece:
        """Remove the text up to `end`, and return it."""
        piece = Piece(self.text[:end], self.line, is_whole)
        self.text = self.text[end:]
        self.line += piece.text.count("\n")
        return piece

    def fill(self) -> bool:
        """Read more text. False at the end of the file. Raises TooLongItem."""
        if len(self.text) > MAX_ITEM_CHARS:
            raise TooLongItem
        # As much again as there is, so that a long item takes linear time.
        more = self.read(max(CHUNK_BYTES, len(self.text)))
        self.text += more
        return bool(more)

    def find(self, mark: str, start: int) -> int | None:
        """Return the place of a mark, reading on as far as needed; None if there is none."""
        while (found := self.text.find(mark, start)) < 0:
            start = max(start, len(self.text) - MAX_MARK_CHARS)
            if not self.fill():
                return None
        return found

    def find_item(self) -> int | None:
        """Return the place of the next `<item>` outside of comments and CDATA sections."""
        start = outside = 0
        while True:
            found = ITEM_START.search(self.text, start)
            if found is None:
                start = max(start, len(self.text) - MAX_MARK_CHARS)
                if not self.fill():
                    return None
                continue
            end = self.end_of_literal(found.start(), outside)
            if end is None:
                return found.start()
            start = outside = end

    def end_of_item(self) -> int | None:
        """Return the end of the item that the text starts with; None if the file is cut off in it."""
        start = outside = 1
        while True:
            place = self.find(ITEM_END, start)
            if place is None:
                return self.next_item_before(len(self.text), outside)
            end = self.end_of_literal(place, outside)
            if end is None:
                return self.next_item_before(place, outside) or self.end_of_tag(place)
            start = outside = end

    def end_of_literal(self, place: int, outside: int) -> int | None:
        """Return the end of the CDATA section or comment around a place; None if it is in neither.

        `outside` is a place before it that is in neither. A section whose end is missing hides nothing.
        """
        closing = self.closing_mark_at(place, outside)
        end = self.find(closing, place) if closing else None
        if closing is None or end is None or self.is_of_next_item(end, place):
            return None
        return end + len(closing)

    def closing_mark_at(self, place: int, outside: int) -> str | None:
        """Return the mark that ends the CDATA section or comment around a place, if it is in one."""
        if self.is_open(*CDATA, place, outside):
            return CDATA[1]
        start = self.text.rfind(COMMENT[0], outside, place)
        is_comment = start >= 0 and self.text.find(COMMENT[1], start, place) < 0
        return COMMENT[1] if is_comment and not self.is_open(*CDATA, start, outside) else None

    def is_open(self, opening: str, closing: str, place: int, outside: int) -> bool:
        start = self.text.rfind(opening, outside, place)
        return start >= 0 and self.text.find(closing, start, place) < 0

    def is_of_next_item(self, end: int, place: int) -> bool:
        """True if a section around `place` has no end of its own, and `end` is that of another item's."""
        return (
            self.text.find(CDATA[0], place, end) >= 0
            and ITEM_START.search(self.text, place + 1, end) is not None
            and not self.text.startswith(SPLIT_CDATA, end)
        )

    def next_item_before(self, end: int, outside: int) -> int | None:
        """Return the start of another item before `end`: this one has no end of its own."""
        if self.text.find("<item", outside, end) < 0:  # much faster than the pattern
            return None
        found = ITEM_START.search(self.text, outside, end)
        is_item = found is not None and self.closing_mark_at(found.start(), outside) is None
        return found.start() if found and is_item else None

    def end_of_tag(self, place: int) -> int:
        """Return the end of the tag `</item>`, also if its bracket is missing."""
        name_end = place + len(ITEM_END)
        closing = self.find(">", name_end)
        is_tag = closing is not None and not self.text[name_end:closing].strip()
        return closing + 1 if closing is not None and is_tag else name_end
