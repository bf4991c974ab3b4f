"""HTML of an item → clean HTML, and the same without its pictures."""

from __future__ import annotations

import re

from lxml import etree

from portal.cleaning import TooLarge, clean, finish, parse
from portal.ingest.parsing.items import FeedPicture
from portal.ingest.parsing.plain_text import plain
from portal.wording.folding import plain_text

MAX_SUMMARY_CHARS = 600
PICTURE = re.compile(r"<img\b")
MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")
# Lines that feeds append to every story, and which are no part of it.
PLUGIN_LINE = re.compile(
    r"^\s*(?:the post .{1,400} (?:first )?appeared (?:first )?on .{1,200}|read more\W*|continue reading\b.{0,300}"
    r"|\[(?:…|\.\.\.)\])\s*$",
    re.I,
)


def clean_body(html: str) -> str:
    """Return the text of an item as `cleaning.clean` writes it. Raises TooLarge.

    Plain text becomes paragraphs.
    """
    if html and not MARKUP.search(html):
        lines = [line.strip() for line in re.split(r"\n\s*\n", html) if line.strip()]
        html = "".join(f"<p>{line}</p>" for line in lines)
    return without_plugin_lines(clean(html))


def without_plugin_lines(body: str) -> str:
    """Drop the last lines that the publisher's software wrote, such as "The post … appeared first on …"."""
    lines = body.split("\n")
    while len(lines) > 1 and PLUGIN_LINE.match(plain_text(lines[-1])):
        lines.pop()
    return "\n".join(lines)


def summary_of(html: object) -> str:
    """Return the words of a description or the beginning of a body, in one line.

    A description that holds the whole story gives its first paragraphs.
    """
    return plain(html, MAX_SUMMARY_CHARS)


def pictures_in(body: str) -> list[FeedPicture]:
    """Return the pictures that a clean body shows."""
    root = parse(body) if PICTURE.search(body) else None
    if root is None:
        return []
    return [
        FeedPicture(each.get("src") or "", alt=each.get("alt") or "", width=size(each, "width"), height=size(each, "height"))
        for each in root.iter("img")
        if (each.get("src") or "").startswith(("http://", "https://"))
    ]  # fmt: skip


def size(element: etree._Element, name: str) -> int:
    value = element.get(name) or ""
    return int(value) if value.isdecimal() and len(value) < 6 else 0


def without_pictures(body: str) -> str:
    """Return a clean body without its pictures and their captions."""
    if not PICTURE.search(body):
        return body
    root = parse(body)
    if root is None:
        return body
    for each in list(root.iter("img")):
        remove(enclosing(each))
    return finish(root)


def enclosing(picture: etree._Element) -> etree._Element:
    """Return the figure of a picture, or the link that holds nothing else; else the picture itself."""
    for around in picture.iterancestors("figure", "a"):
        if around.tag == "figure" or not "".join(around.itertext()).strip():
            return around
    return picture


def remove(element: etree._Element) -> None:
    """Remove an element, but not the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


__all__ = ["TooLarge", "clean_body", "pictures_in", "summary_of", "without_pictures"]
