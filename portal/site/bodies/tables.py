"""The tables of a body: scrollable on a phone, with columns of numbers aligned to the right."""

from __future__ import annotations

import re
from itertools import zip_longest

from flask_babel import gettext as _
from lxml import html
from lxml.html import HtmlElement

from portal.site.bodies.elements import replace_by

# “1,312”, “−29”, “+31.9 %”, “€ 40”, “12 km”. An empty cell or a dash means that there is no number.
NUMBER = re.compile(r"\W*\d[\d\s.,:’']*\S{0,3}|\W*")


def wrap_tables(root: HtmlElement, id_prefix: str) -> None:
    """Put each table in a box that scrolls by itself and can be reached by keyboard."""
    for number, table in enumerate(root.iter("table"), 1):
        unmark_empty_headers(table)
        mark_number_columns(table)
        caption = table.find("caption")
        box = html.Element("div", {"class": "scroll", "role": "region", "tabindex": "0"})
        if caption is not None:
            caption.set("id", f"{id_prefix}table-{number}")
            box.set("aria-labelledby", f"{id_prefix}table-{number}")
        else:
            box.set("aria-label", _("Table %(number)d", number=number))
        replace_by(table, box)
        box.append(table)


def unmark_empty_headers(table: HtmlElement) -> None:
    """Make an empty header cell a plain one: the corner above the row names heads nothing."""
    for cell in table.iter("th"):
        if not len(cell) and not (cell.text or "").strip():
            cell.tag = "td"
            cell.attrib.pop("scope", None)


def mark_number_columns(table: HtmlElement) -> None:
    """Mark the cells of each column of numbers, unless the table has cells that span others."""
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    if any(cell.get("colspan") or cell.get("rowspan") for row in rows for cell in row):
        return
    for column in [*zip_longest(*rows)][1:]:  # the first column names the rows
        cells = [cell for cell in column if cell is not None]
        texts = [cell.text_content().strip() for cell in cells if cell.tag == "td"]
        if all(map(NUMBER.fullmatch, texts)) and any(map(str.isalnum, "".join(texts))):
            for cell in cells:
                cell.set("class", "number")
