"""A story's body as readers get it: headings with addresses, tables that scroll, pictures in sizes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from itertools import zip_longest

from flask_babel import gettext as _
from lxml import html
from markupsafe import Markup, escape

from portal.models.base.slugs import slug_of
from portal.site.bodies.elements import replace_by
from portal.site.bodies.embeds import show_embeds
from portal.site.bodies.figures import show_in_sizes
from portal.site.lite import is_lite, lighten

OPENING_MARKS = tuple('“„«»‘‚‹"')
# “1,312”, “−29”, “+31.9 %”, “€ 40”, “12 km”; an empty cell and a dash stand for none.
FIGURE = re.compile(r"\W*\d[\d\s.,:’']*\S{0,3}|\W*")


@dataclass
class Entry:
    """A line of the contents: a heading, its id, and those below it."""

    text: str
    id: str
    level: int
    children: list[Entry] = field(default_factory=list)


class Body:
    """A cleaned body, made ready to read. `prefix` keeps its ids apart from another story's."""

    def __init__(self, source: str, prefix: str = "") -> None:
        self.root = html.fragment_fromstring(source or "<p></p>", create_parent="div")
        self.prefix = prefix
        if is_lite():
            lighten(self.root)
        show_in_sizes(self.root)
        self.headings = list(self.root.iter("h2", "h3", "h4"))
        self.name_headings()
        self.box_tables()
        self.hang_quotes()
        show_embeds(self.root)

    @cached_property
    def html(self) -> Markup:
        inner = "".join(html.tostring(child, encoding="unicode") for child in self.root)
        inner = inner.replace("</source>", "")  # lxml takes it for an element that has an end
        return escape(self.root.text or "") + Markup(inner)  # noqa: S704  cleaned when it was stored

    @cached_property
    def contents(self) -> list[Entry]:
        """The headings as a tree; empty unless there are two or more."""
        entries = [
            Entry(each.text_content(), each.get("id", ""), int(each.tag[1]))
            for each in self.headings
        ]
        if len(entries) < 2:
            return []
        top: list[Entry] = []
        open_entries: list[Entry] = []
        for entry in entries:
            while open_entries and open_entries[-1].level >= entry.level:
                open_entries.pop()
            (open_entries[-1].children if open_entries else top).append(entry)
            open_entries.append(entry)
        return top

    def name_headings(self) -> None:
        """Give each heading an id made of its words: stable, readable, and unique on the page."""
        seen: Counter[str] = Counter()
        for heading in self.headings:
            words = self.prefix + slug_of(heading.text_content(), "part")
            seen[words] += 1
            heading.set("id", words if seen[words] == 1 else f"{words}-{seen[words]}")

    def hang_quotes(self) -> None:
        """Let the mark that opens a quotation stand before the line, as a printer would."""
        for line in self.root.iterfind("blockquote/p"):
            if (line.text or "").startswith(OPENING_MARKS):
                line.set("class", "hanging")

    def box_tables(self) -> None:
        """Put each table in a box that scrolls by itself and can be reached by keyboard."""
        for number, table in enumerate(self.root.iter("table"), 1):
            for cell in table.iter("th"):
                if not len(cell) and not (cell.text or "").strip():
                    cell.tag = "td"  # the corner above the names of the rows heads nothing
                    cell.attrib.pop("scope", None)
            set_figures(table)
            caption = table.find("caption")
            box = html.Element("div", {"class": "scroll", "role": "region", "tabindex": "0"})
            if caption is not None:
                caption.set("id", f"{self.prefix}table-{number}")
                box.set("aria-labelledby", f"{self.prefix}table-{number}")
            else:
                box.set("aria-label", _("Table %(number)d", number=number))
            replace_by(table, box)
            box.append(table)


def set_figures(table: html.HtmlElement) -> None:
    """Mark the columns of figures, which are read from the right; a table with wide cells has none."""
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    if any(cell.get("colspan") or cell.get("rowspan") for row in rows for cell in row):
        return
    for column in [*zip_longest(*rows)][1:]:  # the first names the rows
        cells = [cell for cell in column if cell is not None]
        said = [cell.text_content().strip() for cell in cells if cell.tag == "td"]
        if all(map(FIGURE.fullmatch, said)) and any(map(str.isalnum, "".join(said))):
            for cell in cells:
                cell.set("class", "number")
