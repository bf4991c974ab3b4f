"""Converts a text from the editor's raw text into a cleaned body."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from html import escape

from lxml.etree import _Element as Element

from portal import cleaning
from portal.transfer.wordpress.body import blocks, shortcodes
from portal.transfer.wordpress.body.paragraphs import BARE_ADDRESS, with_embeds, with_paragraphs
from portal.transfer.wordpress.body.shortcodes import Media
from portal.transfer.wordpress.media.body_pictures import (
    prepare_pictures,
    remove_download_buttons,
    replace_link,
    replace_picture,
)
from portal.transfer.wordpress.media.picture_index import PictureIndex
from portal.transfer.wordpress.wxr.export import Item

TEASER_MARK = "\ue000"  # of Unicode's private use: marks the end of the teaser
TEASER_END = re.compile(r"<!--more.*?-->[ \t]*(?=\r?\n|$|<)")
MORE = re.compile(r"<!--(?:more.*?|noteaser)-->")
NEXT_PAGE = "<!--nextpage-->"
BACKGROUND = re.compile(r"background(?:-image)?\s*:\s*url\(['\"]?([^'\")]+)")
GALLERY_CLASS = re.compile(r"\b(?:wp-block-gallery|blocks-gallery-grid)\b")

MAX_REUSED = 100  # in one text, so that blocks within blocks cannot grow without end

Remark = Callable[[str], None]


@dataclass(frozen=True)
class Body:
    """Cleaned HTML, one block a line. `teaser_lines` counts the lines before “more”."""

    html: str
    teaser_lines: int = 0


@dataclass
class Expansion:
    """The reusable blocks of one text: those around the current one, and their number so far."""

    open: list[str] = field(default_factory=list)
    count: int = 0


@dataclass(frozen=True)
class BodyConverter:
    """Converts items' texts. `reusable` are the blocks that several texts show, by their ids.

    `remark`, wherever it is a parameter, is called with what an editor should check.
    """

    pictures: PictureIndex
    reusable: Mapping[str, str]

    def convert(self, item: Item, remark: Remark) -> Body:
        """Return the item's body. Raises cleaning.TooLarge for a text that is no story."""
        root = cleaning.parse(self.html_of(item, remark))
        if root is None:
            return Body("")
        prepare_pictures(root)
        remove_download_buttons(root)
        for element in list(root.iter("img", "a", "div", "section", "ul")):
            if element.tag == "img":
                replace_picture(element, self.pictures, remark)
            elif element.tag == "ul":
                convert_gallery_list(element)
            elif element.tag == "a":
                replace_link(element, self.pictures)
            elif "background" in element.get("style", ""):
                self.show_background(element, remark)
        html = cleaning.finish(root)
        if TEASER_MARK not in html:
            return Body(html)
        before, _, after = html.partition(f"<p>{TEASER_MARK}</p>")
        lines = f"{before}\n{after}".replace(TEASER_MARK, "").split("\n")
        return Body("\n".join(filter(None, lines)), before.count("\n") if after else 0)

    def html_of(self, item: Item, remark: Remark) -> str:
        """Return the text as HTML that is not cleaned yet."""
        text = item.body.replace(TEASER_MARK, "")
        if "<!--" in text:
            text = TEASER_END.sub(f"\n\n<div>{TEASER_MARK}</div>\n\n", text, count=1)
        return self.html_of_text(text, item, remark, Expansion())

    def html_of_text(self, text: str, item: Item, remark: Remark, expansion: Expansion) -> str:
        """Return a text of the editor, the item's own or that of a reusable block, as HTML."""
        if "<!--" in text:
            text = MORE.sub("", text).replace(NEXT_PAGE, "\n\n")
        media = Media(
            partial(self.pictures.gallery, item.id),
            partial(self.pictures.playlist, item.id),
            self.pictures.figures,
        )
        text = shortcodes.replace_shortcodes(text, media, remark)
        if "<!-- wp:" not in text:
            return classic_html(text)
        text = blocks.html_of_blocks(
            text,
            classic_html,
            partial(self.dynamic_block, item, remark, expansion),
            lambda name: remark(f"the block “{name}” has no text of its own and is left out"),
        )
        return with_embeds(text) if BARE_ADDRESS.search(text) else text

    def dynamic_block(
        self, item: Item, remark: Remark, expansion: Expansion, block: blocks.DynamicBlock
    ) -> str | None:
        """Return the HTML of a block that has none in the text; None if that is not known."""
        if block.name == "block":
            return self.reusable_block(item, remark, expansion, str(block.attributes.get("ref")))
        if block.name == "footnotes":
            return footnotes_of(item)
        if block.name == "embed" and isinstance(block.attributes.get("url"), str):
            return f"<div>\n{block.attributes['url']}\n</div>"
        return None

    def reusable_block(
        self, item: Item, remark: Remark, expansion: Expansion, ref: str
    ) -> str | None:
        """Return the HTML of a block that several texts show, with the blocks within it."""
        if ref not in self.reusable:
            remark("a reusable block is not in the files and is left out")
            return ""
        if ref in expansion.open or expansion.count >= MAX_REUSED:
            remark("a reusable block that contains itself is left out")
            return ""
        expansion.count += 1
        expansion.open.append(ref)
        html = self.html_of_text(self.reusable[ref], item, remark, expansion)
        expansion.open.pop()
        return html

    def show_background(self, element: Element, remark: Remark) -> None:
        """Put the background picture of a cover block before its words."""
        if found := BACKGROUND.search(element.get("style", "")):
            picture = element.makeelement("img", {"src": found[1].strip()})
            picture.tail, element.text = element.text, None
            element.insert(0, picture)
            replace_picture(picture, self.pictures, remark)


def convert_gallery_list(element: Element) -> None:
    """Turn a gallery that older block editors stored as a list into figures."""
    if GALLERY_CLASS.search(element.get("class", "")):
        parent = element.getparent()
        element.tag = "div" if parent is not None and parent.tag == "figure" else "figure"
        for entry in element.iterchildren("li"):
            entry.tag = "div"


def classic_html(text: str) -> str:
    """Return a text of the classic editor as HTML."""
    if not text.strip():
        return text
    return with_paragraphs(with_embeds(text) if BARE_ADDRESS.search(text) else text)


def footnotes_of(item: Item) -> str | None:
    """Return the list of the item's footnotes, which the block editor stores in a meta value.

    Each leads back to its mark in the text, whose id ends in `-link`.
    """
    try:
        notes = [
            (str(note["id"]), str(note["content"]))
            for note in json.loads(item.meta_value("footnotes") or "[]")
        ]
    except (ValueError, TypeError, KeyError):
        return None
    entries = (
        f'<li id="{escape(id)}">{content} <a href="#{escape(id)}-link">↩︎</a></li>'
        for id, content in notes
    )
    return f"<ol>{''.join(entries)}</ol>" if notes else ""
