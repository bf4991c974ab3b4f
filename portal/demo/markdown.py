"""Markdown as the demo's stories are written in it, with what they need beyond CommonMark.

A table's first column names its rows, and a caption may stand above it (`*Table: …*`); a quote may have
a last line that says whose it is (`— Name, role`); a picture stands alone, and an address of a film
alone is the film.
"""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree
from markdown_it import MarkdownIt

from portal import cleaning
from portal.cleaning.embeds import embed_at

STORY = "/article/"
CAPTION = "Table: "
SIGNED = "— "

markdown = MarkdownIt("commonmark").enable("table")

# From a picture's file name and caption to its figure, as a stored body holds it.
Figure = Callable[[str, str], str]


def to_html(text: str, figure: Figure, address_of: Callable[[str], str]) -> str:
    """A cleaned body. `address_of` knows a story's address by its slug; what it raises, passes."""
    root = cleaning.parse(markdown.render(text))
    if root is None:
        return ""
    for paragraph in list(root.iter("p")):
        show_film(paragraph)
        show_picture(paragraph, figure)
        caption_table(paragraph)
    for table in root.iter("table"):
        name_rows(table)
    for quote in root.iter("blockquote"):
        sign(quote)
    for link in root.iter("a"):
        href = link.get("href", "")
        if href.startswith(STORY):
            link.set("href", address_of(href.removeprefix(STORY).strip("/")))
    return cleaning.finish(root)


def show_film(paragraph: etree._Element) -> None:
    address = (paragraph.text or "").strip()
    if not len(paragraph) and embed_at(address):
        paragraph.text = None
        etree.SubElement(paragraph, "portal-embed", address=address)


def show_picture(paragraph: etree._Element, figure: Figure) -> None:
    if len(paragraph) == 1 and paragraph[0].tag == "img":
        (image,) = paragraph
        shown = etree.HTML(figure(image.get("src", ""), image.get("title", "")))
        shown.find(".//img").set("alt", image.get("alt", ""))
        paragraph.replace(image, shown.find(".//figure"))


def caption_table(paragraph: etree._Element) -> None:
    """Move `*Table: …*` into the table that it stands above."""
    table = paragraph.getnext()
    if table is None or table.tag != "table" or len(paragraph) != 1:
        return
    (words,) = paragraph
    if words.tag == "em" and (words.text or "").startswith(CAPTION):
        words.tag = "caption"
        words.text = (words.text or "").removeprefix(CAPTION)
        table.insert(0, words)
        paragraph.getparent().remove(paragraph)


def name_rows(table: etree._Element) -> None:
    """Say what heads each column, and of each row that its first cell does."""
    for cell in table.iterfind("thead/tr/th"):
        cell.set("scope", "col")
    for cell in table.findall("tbody/tr/td[1]"):
        cell.tag = "th"
        cell.set("scope", "row")


def sign(quote: etree._Element) -> None:
    """Make the last line its footer, where that says whose the quote is."""
    last = quote[-1] if len(quote) else None
    if last is not None and (last.text or "").startswith(SIGNED):
        last.tag = "footer"
        last.text = (last.text or "").removeprefix(SIGNED)
