"""The Markdown of the demo's stories: CommonMark with a few additions.

The first column of a table heads its rows, and a line above it may be its caption (`*Table: …*`). The
last line of a quote may name the speaker (`— Name, role`). A picture alone in its paragraph becomes a
figure, and the address of a film alone in its paragraph becomes the film.
"""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree
from markdown_it import MarkdownIt

from portal import cleaning
from portal.cleaning.embeds import embed_at

STORY = "/article/"
CAPTION = "Table: "
SPEAKER = "— "

markdown = MarkdownIt("commonmark").enable("table")

# Returns the figure of a picture as stored bodies have it, from its file name and caption.
Figure = Callable[[str, str], str]


def to_html(text: str, figure: Figure, address_of: Callable[[str], str]) -> str:
    """Return a cleaned body. `address_of` returns a story's address by its slug; it may raise."""
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
        mark_speaker(quote)
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
    """Move the caption `*Table: …*` into the table below it."""
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
    """Mark the heads of columns, and the first cell of each row as its head."""
    for cell in table.iterfind("thead/tr/th"):
        cell.set("scope", "col")
    for cell in table.findall("tbody/tr/td[1]"):
        cell.tag = "th"
        cell.set("scope", "row")


def mark_speaker(quote: etree._Element) -> None:
    """Make the last line the quote's footer if it names the speaker."""
    last = quote[-1] if len(quote) else None
    if last is not None and (last.text or "").startswith(SPEAKER):
        last.tag = "footer"
        last.text = (last.text or "").removeprefix(SPEAKER)
