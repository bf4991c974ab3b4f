"""A story's shape: any tree of HTML becomes paragraphs and, between them, the other blocks.

A tree is read as a flow of text, pictures, blocks, and breaks between paragraphs. Whatever runs on
between two breaks is a paragraph. What holds others, a list or a quote, is a flow of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lxml.etree import _Element as Element

from portal.cleaning import shapes
from portal.cleaning.elsewhere import ELSEWHERE, from_elsewhere, picture_of
from portal.cleaning.line import (
    DEEPEST_TREE,
    SIGNED,
    Item,
    Kind,
    Marks,
    is_blank,
    line,
    linked,
    marked,
    trim,
)
from portal.cleaning.vocabulary import APART, MARKS, UNHEARD, language_and_direction

DEEPEST_SHAPE = 8  # lists, quotes and tables within one another
DRAWN_WORDS = ("emoji", "wp-smiley")  # classes of pictures that stand for a character


class Place(NamedTuple):
    """Where in the tree something is read; `around` is the language and direction there."""

    marks: Marks = ()
    around: str = ""
    depth: int = 0
    level: int = 0


class Paragraph(NamedTuple):
    attributes: str
    run: list[Item]


Part = Paragraph | Item


class Shaper:
    """Shapes one tree. `room`: how many characters it may write before it raises OverflowError."""

    def __init__(self, room: int) -> None:
        self.room = room

    def shape(self, root: Element) -> str:
        return "\n".join(map(self.html_of, self.parts(self.flow_of(root, Place()))))

    # Reading

    def flow_of(self, element: Element, place: Place) -> list[Item]:
        flow: list[Item] = []
        self.read(element, place, flow)
        return flow

    def read(self, parent: Element, place: Place, flow: list[Item]) -> None:
        """Read what is in an element."""
        marks = place.marks
        if place.depth > DEEPEST_TREE:
            flow.append(Item(Kind.TEXT, " ".join(parent.itertext()), marks))
            return
        if parent.text:
            flow.append(Item(Kind.TEXT, parent.text, marks))
        if not len(parent):
            return
        deeper = Place(marks, place.around, place.depth + 1, place.level)
        for element in parent:
            self.read_one(element, deeper, flow)
            if element.tail:
                flow.append(Item(Kind.TEXT, element.tail, marks))

    def read_one(self, element: Element, place: Place, flow: list[Item]) -> None:
        """Read an element as what it is: a mark, a picture, a shape, something apart, or nothing."""
        tag = element.tag
        if tag in MARKS:
            within = Place(marked(place.marks, element), place.around, place.depth, place.level)
            self.read(element, within, flow)
        elif tag == "br":
            flow.append(Item(Kind.LINE, "", place.marks))
        elif tag == "img":
            self.read_picture(element, place, flow)
        elif tag == "q":
            flow.append(Item(Kind.TEXT, "“", place.marks))
            self.read(element, place, flow)
            flow.append(Item(Kind.TEXT, "”", place.marks))
        elif tag in UNHEARD:
            return
        elif tag in ELSEWHERE:
            shown = from_elsewhere(element, place.around)
            flow += shown
            if tag == "portal-embed" or not shown:
                self.read(element, place, flow)
        elif tag in shapes.OF and place.level < DEEPEST_SHAPE:
            attributes = language_and_direction(element) or place.around
            within = Place(place.marks, "", place.depth, place.level + 1)
            flow.append(Item(Kind.BREAK, attributes))
            flow += shapes.OF[tag](self, element, attributes, within)
            flow.append(Item(Kind.BREAK, place.around))
        elif tag in APART or tag in shapes.OF:
            self.read_apart(element, place, flow)
        else:
            self.read(element, place, flow)

    def read_picture(self, element: Element, place: Place, flow: list[Item]) -> None:
        if any(drawn in element.get("class", "") for drawn in DRAWN_WORDS):
            flow.append(Item(Kind.TEXT, element.get("alt", ""), place.marks))
        elif picture := picture_of(element):
            flow.append(Item(Kind.PICTURE, picture, place.marks))

    def read_apart(self, element: Element, place: Place, flow: list[Item]) -> None:
        around = language_and_direction(element) or place.around
        signs = element.tag == "footer" and not any(tag == "cite" for tag, _ in place.marks)
        marks = (*place.marks, SIGNED) if signs else place.marks
        flow.append(Item(Kind.BREAK, around))
        self.read(element, Place(marks, around, place.depth, place.level), flow)
        flow.append(Item(Kind.BREAK, place.around))

    # Writing

    def parts(self, flow: Iterable[Item]) -> list[Part]:
        """The paragraphs of a flow, and what stands between them."""
        parts: list[Part] = []
        run: list[Item] = []
        attributes = ""

        def close() -> None:
            if run and (trimmed := trim(run)):
                parts.append(Paragraph(attributes, trimmed))
            run.clear()

        for item in flow:
            if item.kind is Kind.TEXT:
                run.append(item)
            elif item.kind is Kind.LINE:
                if ends_in_line(run):  # two line breaks were meant for a paragraph's end
                    close()
                else:
                    run.append(item)
            else:
                close()
                if item.kind is Kind.BREAK:
                    attributes = item.value
                else:
                    parts.append(item)
        close()
        return parts

    def html_of(self, part: Part) -> str:
        if isinstance(part, Paragraph):
            html = f"<p{part.attributes}>{line(part.run)}</p>"
        elif part.kind is Kind.PICTURE:
            html = f"<figure>{linked(part)}</figure>"
        else:
            return part.value
        return self.written(html)

    def written(self, html: str) -> str:
        self.room -= len(html)
        if self.room < 0:
            raise OverflowError
        return html

    def tight(self, flow: Iterable[Item]) -> str:
        """As a list's entry or a table's cell has it: a lone first paragraph goes without `p`."""
        parts = self.parts(flow)
        paragraphs = [part for part in parts if isinstance(part, Paragraph)]
        if len(paragraphs) == 1 and parts[0] is paragraphs[0] and not paragraphs[0].attributes:
            first = self.written(line(paragraphs[0].run))
            return first + "".join(map(self.html_of, parts[1:]))
        return "".join(map(self.html_of, parts))

    def one_line(self, flow: list[Item]) -> tuple[str, list[Item]]:
        """The words of a flow as one line, such as a heading's; and what cannot stand in a line."""
        run: list[Item] = []
        rest: list[Item] = []
        for item in flow:
            if item.kind is Kind.BREAK:
                run.append(Item(Kind.LINE, ""))
            else:
                (run if item.kind in (Kind.TEXT, Kind.LINE) else rest).append(item)
        return self.written(line(trim(run))), rest


def ends_in_line(run: list[Item]) -> bool:
    for item in reversed(run):
        if not is_blank(item):
            return False
        if item.kind is Kind.LINE:
            return True
    return False
