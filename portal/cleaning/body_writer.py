"""The body writer: turns any tree of HTML into paragraphs and other blocks.

A tree is read as a flow of text, pictures, blocks, and breaks between paragraphs. The text between
two breaks is a paragraph. A list or a quote has a flow of its own.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml.etree import _Element as Element

from portal.cleaning import blocks
from portal.cleaning.external_media import EXTERNAL_TAGS, external_items, picture_of
from portal.cleaning.line import (
    BREAK,
    CITE_MARK,
    LINE,
    MAX_TREE_DEPTH,
    PARAGRAPH,
    PICTURE,
    TEXT,
    Item,
    in_order,
    is_blank,
    line,
    linked,
    marked,
    trim,
)
from portal.cleaning.tree_reader import Place
from portal.cleaning.vocabulary import BLOCK_TAGS, DROPPED_TAGS, MARKS, language_and_direction

MAX_BLOCK_DEPTH = 8  # nesting of lists, quotes and tables
DRAWN_WORDS = ("emoji", "wp-smiley")  # classes of pictures that replace a character


class BodyWriter:
    """Writes one tree. Raises OverflowError after `output_limit` characters."""

    def __init__(self, output_limit: int) -> None:
        self.output_limit = output_limit

    def write(self, root: Element) -> str:
        return "\n".join(map(self.html_of, self.parts(self.flow_of(root, Place()))))

    # Reading

    def flow_of(self, element: Element, place: Place) -> list[Item]:
        flow: list[Item] = []
        self.read(element, place, flow)
        return flow

    def read(self, parent: Element, place: Place, flow: list[Item]) -> None:
        """Append the contents of an element to the flow."""
        marks, around, depth, level = place
        if depth > MAX_TREE_DEPTH:
            flow.append((TEXT, " ".join(parent.itertext()), marks))
            return
        if text := parent.text:
            flow.append((TEXT, text, marks))
        if not len(parent):
            return
        deeper = Place(marks, around, depth + 1, level)
        for element in parent:
            if element.tag == "p" and not len(element) and not element.attrib:  # most are like this
                flow += (
                    (BREAK, around, ()),
                    (TEXT, element.text or "", marks),
                    (BREAK, around, ()),
                )
            else:
                self.read_one(element, deeper, flow)
            if tail := element.tail:
                flow.append((TEXT, tail, marks))

    def read_one(self, element: Element, place: Place, flow: list[Item]) -> None:
        """Append an element to the flow as a mark, a picture, a block or its contents; or drop it."""
        tag = element.tag
        if tag in MARKS:
            marks = marked(place.marks, element)
            self.read(element, Place(marks, place.around, place.depth, place.level), flow)
        elif tag == "br":
            flow.append((LINE, "", place.marks))
        elif tag in blocks.BLOCKS and place.level < MAX_BLOCK_DEPTH:
            attributes = language_and_direction(element) or place.around
            within = Place(place.marks, "", place.depth, place.level + 1)
            flow.append((BREAK, attributes, ()))
            flow += blocks.BLOCKS[tag](self, element, attributes, within)
            flow.append((BREAK, place.around, ()))
        elif tag in BLOCK_TAGS or tag in blocks.BLOCKS:
            self.read_apart(element, place, flow)
        elif tag == "img":
            self.read_picture(element, place, flow)
        elif tag == "q":
            flow.append((TEXT, "“", place.marks))
            self.read(element, place, flow)
            flow.append((TEXT, "”", place.marks))
        elif tag in EXTERNAL_TAGS:
            shown = external_items(element, place.around)
            flow += shown
            if tag == "portal-embed" or not shown:
                self.read(element, place, flow)
        elif tag not in DROPPED_TAGS:
            self.read(element, place, flow)

    def read_picture(self, element: Element, place: Place, flow: list[Item]) -> None:
        if any(drawn in element.get("class", "") for drawn in DRAWN_WORDS):
            flow.append((TEXT, element.get("alt", ""), place.marks))
        elif picture := picture_of(element):
            flow.append((PICTURE, picture, place.marks))

    def read_apart(self, element: Element, place: Place, flow: list[Item]) -> None:
        marks, outside, depth, level = place
        around = language_and_direction(element) or outside
        if element.tag == "footer" and not any(tag == "cite" for tag, _ in marks):
            marks = in_order((*marks, CITE_MARK))
        flow.append((BREAK, around, ()))
        self.read(element, Place(marks, around, depth, level), flow)
        flow.append((BREAK, outside, ()))

    # Writing

    def parts(self, flow: Iterable[Item]) -> list[Item]:
        """Return the flow with its text grouped into paragraphs."""
        parts: list[Item] = []
        run: list[Item] = []
        attributes = ""

        for item in flow:
            kind = item[0]
            if kind is TEXT:
                if run or not item[1].isspace():
                    run.append(item)
                continue
            if kind is LINE and not ends_in_line(run):
                run.append(item)
                continue
            if run:  # two line breaks also end a paragraph
                if trimmed := trim(run):
                    parts.append((PARAGRAPH, attributes, trimmed))
                run = []
            if kind is BREAK:
                attributes = item[1]
            elif kind is not LINE:
                parts.append(item)
        if trimmed := trim(run):
            parts.append((PARAGRAPH, attributes, trimmed))
        return parts

    def html_of(self, part: Item) -> str:
        kind, value, run = part
        if kind is PARAGRAPH:
            html = f"<p{value}>{line(run)}</p>"
        elif kind is PICTURE:
            html = f"<figure>{linked(part)}</figure>"
        else:
            return value
        return self.written(html)

    def written(self, html: str) -> str:
        self.output_limit -= len(html)
        if self.output_limit < 0:
            raise OverflowError
        return html

    def tight(self, flow: Iterable[Item]) -> str:
        """Return HTML for a list item or table cell: a single first paragraph has no `p`."""
        parts = self.parts(flow)
        paragraphs = [part for part in parts if part[0] is PARAGRAPH]
        if len(paragraphs) == 1 and parts[0] is paragraphs[0] and not parts[0][1]:
            first = self.written(line(parts[0][2]))
            return first + "".join(map(self.html_of, parts[1:]))
        return "".join(map(self.html_of, parts))

    def one_line(self, flow: list[Item]) -> tuple[str, list[Item]]:
        """Return the text of a flow as one line, such as a heading's, and the items that do not fit in a line."""
        run: list[Item] = []
        rest: list[Item] = []
        for item in flow:
            if item[0] is BREAK:
                run.append((LINE, "", ()))
            else:
                (run if item[0] in (TEXT, LINE) else rest).append(item)
        return self.written(line(trim(run))), rest


def ends_in_line(run: list[Item]) -> bool:
    for item in reversed(run):
        if not is_blank(item):
            return False
        if item[0] is LINE:
            return True
    return False
