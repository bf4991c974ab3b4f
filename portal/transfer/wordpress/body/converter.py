"""A story's text, from the editor's raw text to a cleaned body."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from lxml.etree import _Element as Element

from portal import cleaning
from portal.transfer.wordpress.body import blocks, shortcodes
from portal.transfer.wordpress.body.paragraphs import BARE_ADDRESS, with_embeds, with_paragraphs
from portal.transfer.wordpress.media.picture_index import Album
from portal.transfer.wordpress.wxr.export import Item

MARK = "\ue000"  # of Unicode's private use: stands where the teaser ends
TEASER_END = re.compile(r"<!--more.*?-->[ \t]*(?=\r?\n|$|<)")
MORE = re.compile(r"<!--(?:more.*?|noteaser)-->")
NEXT_PAGE = "<!--nextpage-->"
BACKGROUND = re.compile(r"background(?:-image)?\s*:\s*url\(['\"]?([^'\")]+)")
GALLERY = re.compile(r"\b(?:wp-block-gallery|blocks-gallery-grid)\b")

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Body:
    """Cleaned HTML, a block a line. `teaser` counts the lines that stand before “more”."""

    html: str
    teaser: int = 0


@dataclass(frozen=True)
class Typesetter:
    """Sets items' texts. `reused` are the texts that others show within theirs, by their ids.

    `tell`, wherever it is asked for, hears what could not be brought over.
    """

    album: Album
    reused: Mapping[str, str]

    def body_of(self, item: Item, tell: Tell) -> Body:
        """Raises cleaning.TooLarge for what is no story."""
        root = cleaning.parse(self.html_of(item, tell))
        if root is None:
            return Body("")
        for element in list(root.iter("img", "a", "div", "section", "ul")):
            if element.tag == "img":
                self.album.place(element, tell)
            elif element.tag == "ul":
                unlist(element)
            elif element.tag == "a":
                self.album.unlink(element)
            elif "background" in element.get("style", ""):
                self.show_background(element, tell)
        html = cleaning.finish(root)
        if MARK not in html:
            return Body(html)
        before, _, after = html.partition(f"<p>{MARK}</p>")
        lines = [line for line in f"{before}\n{after}".replace(MARK, "").split("\n") if line]
        return Body("\n".join(lines), before.count("\n") if after else 0)

    def html_of(self, item: Item, tell: Tell) -> str:
        """The text as HTML, not yet cleaned."""
        text = item.body.replace(MARK, "")
        if "<!--" in text:
            text = TEASER_END.sub(f"\n\n<div>{MARK}</div>\n\n", text, count=1)
            text = MORE.sub("", text).replace(NEXT_PAGE, "\n\n")
        text = shortcodes.replaced(
            text,
            partial(self.album.gallery, item.id),
            lambda name: tell(f"the shortcode [{name}] stays as text"),
        )
        if "<!-- wp:" not in text:
            return classic(text)
        text = blocks.without_comments(
            text,
            classic,
            partial(self.alone, item),
            lambda name: tell(f"the block “{name}” has no text of its own and is left out"),
        )
        return with_embeds(text) if BARE_ADDRESS.search(text) else text

    def alone(self, item: Item, block: blocks.Alone) -> str | None:
        """What a block without a text of its own shows."""
        if block.name == "block":
            return self.reused.get(str(block.said.get("ref")))
        if block.name == "footnotes":
            return footnotes(item)
        if block.name == "embed" and isinstance(block.said.get("url"), str):
            return f"<div>\n{block.said['url']}\n</div>"
        return None

    def show_background(self, element: Element, tell: Tell) -> None:
        """A cover's picture lies behind its words; ours stands before them."""
        if found := BACKGROUND.search(element.get("style", "")):
            picture = element.makeelement("img", {"src": found[1].strip()})
            picture.tail, element.text = element.text, None
            element.insert(0, picture)
            self.album.place(picture, tell)


def unlist(element: Element) -> None:
    """Before galleries were figures within one, the block editor kept them as lists."""
    if GALLERY.search(element.get("class", "")):
        above = element.getparent()
        element.tag = "div" if above is not None and above.tag == "figure" else "figure"
        for entry in element.iterchildren("li"):
            entry.tag = "div"


def classic(text: str) -> str:
    if not text.strip():
        return text
    return with_paragraphs(with_embeds(text) if BARE_ADDRESS.search(text) else text)


def footnotes(item: Item) -> str | None:
    try:
        notes = json.loads(item.said("footnotes") or "[]")
        return f"<ol>{''.join('<li>' + str(note['content']) for note in notes)}</ol>"
    except (ValueError, TypeError, KeyError):
        return None
