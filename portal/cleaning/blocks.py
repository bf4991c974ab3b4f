"""Blocks that contain others: each function reads an element into items.

Content that a block cannot contain is placed before or after it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from html import escape

from lxml.etree import _Element as Element

from portal.cleaning.line import (
    BLANK_CHARS,
    BLOCK,
    BREAK,
    CITE_MARK,
    FIGURE,
    LINE,
    MAX_TREE_DEPTH,
    PARAGRAPH,
    PICTURE,
    TEXT,
    Item,
    line,
    linked,
    trim,
)
from portal.cleaning.tree_reader import Place, TreeReader
from portal.cleaning.vocabulary import (
    HEADINGS,
    LISTS,
    attribute,
    language_and_direction,
    number,
)

GROUPS = ("thead", "tbody", "tfoot")
SCOPES = ("row", "col", "rowgroup", "colgroup")
SHOWN = (PICTURE, FIGURE)
WRAPPERS = frozenset({"center", "div", "form"})  # elements around list items, rows and captions
QUOTE_END = "</blockquote>"
PARAGRAPH_END: Item = (BREAK, "", ())


def heading(writer: TreeReader, element: Element, attributes: str, place: Place) -> list[Item]:
    tag = HEADINGS[element.tag]
    text, rest = writer.one_line(writer.flow_of(element, place))
    return rest + block(f"<{tag}{attributes}>{text}</{tag}>" if text else "")


def rule(writer: TreeReader, element: Element, attributes: str, place: Place) -> list[Item]:
    return block("<hr>")


def preformatted(writer: TreeReader, element: Element, attributes: str, place: Place) -> list[Item]:
    """Keep the text as it is; as code if it is marked so."""
    for each in element.iter("br"):
        each.text = "\n"
    text = "".join(element.itertext()).replace("\r\n", "\n").replace("\r", "\n")
    text = escape(text.strip("\n").rstrip(BLANK_CHARS), quote=False)
    is_code = element.find("code") is not None
    inner = f"<code>{text}</code>" if is_code else text
    return block(f"<pre{attributes}>{inner}</pre>" if text else "")


def a_list(writer: TreeReader, element: Element, attributes: str, place: Place) -> list[Item]:
    """Append content between two items to the first of them, as browsers show it."""
    entries: list[tuple[str, list[Item]]] = [("", [])]
    between: list[Item] = []
    for entry, within in members(writer, element, {"li"}, place, between):
        entries[-1][1].extend(between)
        between.clear()
        entries.append((language_and_direction(entry), writer.flow_of(entry, within)))
    entries[-1][1].extend(between)
    tight = [(own, writer.tight(flow)) for own, flow in entries]
    inner = "".join(f"<li{own}>{html}</li>" for own, html in tight if html)
    tag = LISTS[element.tag]
    if tag == "ol":
        backwards = attribute("reversed", "") if "reversed" in element.attrib else ""
        attributes = number(element, "start", 0) + backwards + attributes
    return block(f"<{tag}{attributes}>{inner}</{tag}>" if inner else "")


def quote(writer: TreeReader, element: Element, attributes: str, place: Place) -> list[Item]:
    """Write a quote; a last paragraph or line that is a `cite` becomes its footer."""
    parts = writer.parts(writer.flow_of(element, place))
    foot = ""
    if parts and parts[-1][0] is PARAGRAPH:
        kind, value, run = parts.pop()
        start = signature_in(run)
        if start or (parts and start == 0):
            foot = wrapped("footer", writer.written(line([unsigned(each) for each in run[start:]])))
            run = trim(run[:start])
        if run:
            parts.append((kind, value, run))
    inner = "".join(map(writer.html_of, parts)) + foot
    return block(f"<blockquote{attributes}>{inner}</blockquote>" if inner else "")


def signature_in(run: list[Item]) -> int | None:
    """Return the index in a paragraph where its `cite` starts: at its start or after a line break."""
    start = len(run)
    while start and CITE_MARK in run[start - 1][2]:
        start -= 1
    is_a_line = start == 0 or run[start - 1][0] is LINE or run[min(start, len(run) - 1)][0] is LINE
    return start if start < len(run) and is_a_line else None


def unsigned(item: Item) -> Item:
    kind, value, marks = item
    return kind, value, tuple(mark for mark in marks if mark != CITE_MARK)


def figure(writer: TreeReader, element: Element, attributes: str, place: Place) -> list[Item]:
    """Write a picture with its caption; several pictures are nested figures; tables are not in figures."""
    flow: list[Item] = []
    caption: list[Item] = []
    for each, within in members(writer, element, {"figcaption"}, place, flow):
        caption += writer.flow_of(each, within)
    text, rest = writer.one_line(caption)
    parts = writer.parts(flow)
    shown = [each for each in parts if each[0] in SHOWN]
    others = [each for each in parts if each[0] not in SHOWN]
    if not shown:
        return captioned(writer, others, caption, attributes)
    inner = linked(shown[0]) if len(shown) == 1 else "".join(map(writer.html_of, shown))
    if text or shown[0][0] is PICTURE or len(shown) > 1:
        inner = f"<figure{attributes}>{inner}{wrapped('figcaption', text)}</figure>"
    return [(FIGURE, inner, ()), *rest, *unpacked(others)]


def captioned(
    writer: TreeReader, parts: list[Item], caption: list[Item], attributes: str
) -> list[Item]:
    """Return the content of a figure without pictures, with the caption in the element that takes it."""
    text, rest = writer.one_line(caption)
    if text and len(parts) == 1 and parts[0][0] is BLOCK:
        html = parts[0][1]
        opening, body = html.partition(">")[::2]
        if opening.startswith("<table") and not body.startswith("<caption"):
            return block(f"{opening}>{wrapped('caption', text)}{body}") + rest
        if opening.startswith("<blockquote") and not body.endswith(f"</footer>{QUOTE_END}"):
            return block(html.removesuffix(QUOTE_END) + wrapped("footer", text) + QUOTE_END) + rest
        if opening.startswith(("<pre", "<portal-embed")):
            inner = html + wrapped("figcaption", text)
            return block(f"<figure{attributes}>{inner}</figure>") + rest
    return [*unpacked(parts), PARAGRAPH_END, *caption]


def table(writer: TreeReader, element: Element, attributes: str, place: Place) -> list[Item]:
    before: list[Item] = []
    caption: list[Item] = []
    rows: dict[str, list[str]] = {tag: [] for tag in GROUPS}
    for child, within in members(writer, element, {"caption", "tr", *GROUPS}, place, before):
        if child.tag == "caption":
            caption = writer.flow_of(child, within)
        elif child.tag == "tr":
            rows["tbody"].append(row(writer, child, within, before))
        else:
            for each, deeper in members(writer, child, {"tr"}, within, before):
                rows[child.tag].append(row(writer, each, deeper, before))
    inner = "".join(wrapped(tag, "".join(rows[tag])) for tag in GROUPS)
    if not inner:
        return [*before, PARAGRAPH_END, *caption]
    text, rest = writer.one_line(caption)
    return before + rest + block(f"<table{attributes}>{wrapped('caption', text)}{inner}</table>")


def row(writer: TreeReader, element: Element, place: Place, before: list[Item]) -> str:
    """Return the row as HTML; empty if all of its cells are."""
    cells: list[str] = []
    says = False
    for cell, within in members(writer, element, {"th", "td"}, place, before):
        scope = (cell.get("scope") or "").strip().lower()
        own = attribute("scope", scope) if cell.tag == "th" and scope in SCOPES else ""
        own += number(cell, "colspan", 2) + number(cell, "rowspan", 2)
        inner = writer.tight(writer.flow_of(cell, within))
        cells.append(f"<{cell.tag}{own}{language_and_direction(cell)}>{inner}</{cell.tag}>")
        says = says or bool(inner)
    return wrapped("tr", "".join(cells), language_and_direction(element)) if says else ""


def terms(writer: TreeReader, element: Element, attributes: str, place: Place) -> list[Item]:
    before: list[Item] = []
    entries: list[str] = []
    for child, within in members(writer, element, {"dt", "dd"}, place, before):
        flow = writer.flow_of(child, within)
        own = language_and_direction(child)
        if child.tag == "dd":
            entries.append(wrapped("dd", writer.tight(flow), own))
        else:
            text, rest = writer.one_line(flow)
            entries += [wrapped("dt", text, own), wrapped("dd", writer.tight(rest))]
    return before + block(wrapped("dl", "".join(entries), attributes))


def details(writer: TreeReader, element: Element, attributes: str, place: Place) -> list[Item]:
    """Write a summary with its content; only the text if either is missing."""
    flow: list[Item] = []
    summary: list[Item] = []
    for child, within in members(writer, element, {"summary"}, place, flow):
        summary += writer.flow_of(child, within)
    text, rest = writer.one_line(summary)
    inner = "".join(map(writer.html_of, writer.parts([*rest, *flow])))
    if not text or not inner:
        return [*summary, PARAGRAPH_END, *flow]
    return block(f"<details{attributes}><summary>{text}</summary>{inner}</details>")


def members(
    writer: TreeReader, element: Element, wanted: Collection[str], place: Place, between: list[Item]
) -> Iterator[tuple[Element, Place]]:
    """Yield the wanted elements with their positions; append the other content to `between`."""
    if place.depth > MAX_TREE_DEPTH:
        writer.read(element, place, between)
        return
    deeper = place._replace(depth=place.depth + 1)
    between.append((TEXT, element.text or "", place.marks))
    for child in element:
        if child.tag in wanted:
            yield child, deeper
        elif child.tag in WRAPPERS:
            between.append(PARAGRAPH_END)
            yield from members(writer, child, wanted, deeper, between)
            between.append(PARAGRAPH_END)
        else:
            writer.read_one(child, deeper, between)
        between.append((TEXT, child.tail or "", place.marks))


def wrapped(tag: str, inner: str, attributes: str = "") -> str:
    return f"<{tag}{attributes}>{inner}</{tag}>" if inner else ""


def block(html: str) -> list[Item]:
    return [(BLOCK, html, ())] if html else []


def unpacked(parts: Iterable[Item]) -> Iterator[Item]:
    """Yield paragraphs and blocks as a flow again."""
    for part in parts:
        kind, value, run = part
        if kind is PARAGRAPH:
            yield BREAK, value, ()
            yield from run
            yield PARAGRAPH_END
        else:
            yield part


BLOCKS: dict[str, Callable[[TreeReader, Element, str, Place], list[Item]]] = {
    **dict.fromkeys(HEADINGS, heading),
    **dict.fromkeys(LISTS, a_list),
    "blockquote": quote,
    "details": details,
    "dl": terms,
    "figure": figure,
    "hr": rule,
    "pre": preformatted,
    "table": table,
}
