"""Inline content: text and line breaks with their marks, written as tidy HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto
from html import escape
from typing import Any

from lxml.etree import _Element as Element

from portal.cleaning.vocabulary import (
    MARKS,
    attribute,
    language_and_direction,
    safe_address,
    words,
)

SPACES = re.compile(r"[ \t\n\r\f]+")
UNEVEN_SPACE = ("\n", "  ", "\t", "\r", "\f")
BLANK_CHARS = " \t\n\r\f\xa0\u200b\ufeff"
MAX_TREE_DEPTH = 150  # below this depth only the text is read

# The inline elements around some text, outermost first: (tag, its attributes as written).
Marks = tuple[tuple[str, str], ...]
CITE_MARK = ("cite", "")
ORDER = {
    tag: place for place, tag in enumerate("a span abbr cite strong em s sub sup code".split())
}


class Kind(Enum):
    TEXT = auto()
    LINE = auto()  # a line break
    BREAK = auto()  # the end of a paragraph; its value is the next one's language and direction
    PICTURE = auto()
    FIGURE = auto()
    BLOCK = auto()
    PARAGRAPH = auto()  # its value is its language and direction


TEXT, LINE, BREAK, PICTURE, FIGURE, BLOCK, PARAGRAPH = Kind

# Kind, value, marks; for a paragraph its items. A story has about a hundred, and a plain tuple is
# created ten times faster than a named one.
Item = tuple[Kind, str, Any]


def marked(marks: Marks, element: Element) -> Marks:
    """Return the marks inside an element, without duplicates and without those that have no effect."""
    return in_order(marks_within(marks, element))


def in_order(marks: Marks) -> Marks:
    """Sort the marks, links outermost and code innermost, so that equal marks give equal HTML."""
    return marks if len(marks) < 2 else tuple(sorted(marks, key=lambda mark: ORDER[mark[0]]))


def marks_within(marks: Marks, element: Element) -> Marks:
    tag = MARKS[element.tag]
    own = language_and_direction(element)
    if tag == "span":
        others = tuple(mark for mark in marks if mark[0] != "span")
        return (*others, (tag, own)) if own else marks
    for already, _ in marks:
        if already == tag:
            return marks
    if tag == "a":
        address = element.get("href")
        if not address or not address.startswith("#"):  # those within the story are checked already
            address = safe_address(address)
        if address is None:
            return marks
        own = (
            attribute("href", address) + words(element, "title") + words(element, "hreflang") + own
        )
    elif tag == "abbr":
        title = words(element, "title")
        if not title:
            return marks
        own = title + own
    return (*marks, (tag, own))


def common(one: Marks, other: Marks) -> Marks:
    """Return the outermost marks that both have."""
    if one == other:
        return one
    same = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        same += 1
    return one[:same]


def trim(run: list[Item]) -> list[Item]:
    """Remove spaces and line breaks at both ends."""
    first, last = 0, len(run)
    while first < last and is_blank(run[first]):
        first += 1
    while first < last and is_blank(run[last - 1]):
        last -= 1
    trimmed = run[first:last]
    if trimmed:
        _, value, marks = trimmed[0]
        trimmed[0] = (TEXT, value.lstrip(BLANK_CHARS), marks)
        _, value, marks = trimmed[-1]
        trimmed[-1] = (TEXT, value.rstrip(BLANK_CHARS), marks)
    return trimmed


def is_blank(item: Item) -> bool:
    return item[0] is LINE or not item[1].strip(BLANK_CHARS)


def line(run: Sequence[Item]) -> str:
    """Return a run as HTML: spaces and line breaks collapsed, marks nested and closed."""
    if len(run) == 1 and not run[0][2]:
        return escape(even(run[0][1]).strip(" "), quote=False)
    out: list[str] = []
    around: Marks = ()  # the open elements
    gap, gap_marks = "", around  # a pending space or line break, written before the next text

    for kind, value, marks in run:
        if kind is LINE:
            gap, gap_marks = "<br>", common(gap_marks, marks) if gap else marks
            continue
        text = even(value)
        if text.startswith(" "):
            gap, gap_marks = gap or " ", common(gap_marks, marks) if gap else marks
        words = text.strip(" ")
        if not words:
            continue
        if gap and out:
            if around:
                kept = common(common(around, gap_marks), marks)
                out += switch_marks(around, kept)
                around = kept
            out.append(gap)
        if around != marks:
            out += switch_marks(around, marks)
            around = marks
        out.append(escape(words, quote=False))
        gap, gap_marks = (" ", marks) if text.endswith(" ") else ("", marks)
    if around:
        out += switch_marks(around, ())
    return "".join(out)


def even(text: str) -> str:
    """Collapse white space to one space, as browsers do."""
    for space in UNEVEN_SPACE:
        if space in text:
            return SPACES.sub(" ", text)
    return text


def switch_marks(around: Marks, wanted: Marks) -> list[str]:
    """Return the tags that close and open elements between two sets of marks."""
    kept = len(common(around, wanted)) if around and wanted else 0
    closing = [f"</{tag}>" for tag, _ in reversed(around[kept:])]
    return closing + [f"<{tag}{own}>" for tag, own in wanted[kept:]]


def linked(picture: Item) -> str:
    """Return a picture inside its link, if it has one."""
    _, html, marks = picture
    link = next((own for tag, own in marks if tag == "a"), None)
    return f"<a{link}>{html}</a>" if link else html
