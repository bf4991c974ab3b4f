"""Links within a story: footnotes and their back links, contents lists, links to headings.

A link's target becomes an empty `span` with an id, right before the first text at or after it. Each
other id is removed. While the body is written, a mark in the text stands for the span: no
element around it can divide, repeat or lose it.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from lxml import etree
from lxml.etree import _Element as Element

from portal.cleaning.line import BLANK_CHARS
from portal.cleaning.vocabulary import DROPPED_TAGS

PREFIX = "at_"  # keeps the ids apart from those of the page, which never begin with it
MAX_ID_CHARS = 100
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
UNFIT = re.compile(r"[^\w.:-]+")
OPEN, CLOSE = "\ufdd0", "\ufdd1"  # noncharacters, which `parse` removes from foreign HTML
MARK = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")
LINK = re.compile(r'<a href="#([^"]*)"[^>]*>(.*?)</a>', re.S)
WITHOUT_TEXT = DROPPED_TAGS | {"pre", "audio", "embed", "iframe", "object", "video"}


def mark_targets(root: Element) -> None:
    """Point each link within the story to an id, and mark its target in the text.

    Remove the `href` of those without a target.
    """
    links = [link for link in root.iter("a") if link.get("href", "").lstrip(" ").startswith("#")]
    if not links:
        return
    ids = {link: id_of(unquote(link.get("href", "").strip(" ")[1:])) for link in links}
    found = mark_texts(root, targets(root, set(ids.values())))
    for link in links:
        if (name := ids[link]) in found:
            link.set("href", f"#{name}")
        else:
            del link.attrib["href"]


def id_of(name: str) -> str:
    """Return the stored id of a name; empty for an empty name."""
    fit = UNFIT.sub("-", name.strip()).removeprefix(PREFIX)[:MAX_ID_CHARS]
    return f"{PREFIX}{fit}" if fit else ""


def targets(root: Element, wanted: set[str]) -> dict[str, Element]:
    """Return the first element with each id or name; else the heading with these words, or the top."""
    found: dict[str, Element] = {}
    by_words: dict[str, Element] = {}
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
            if name and (id := id_of(name)) in wanted:
                found.setdefault(id, element)
        if element.tag in HEADINGS:
            words = re.findall(r"\w+", "".join(element.itertext()).lower())
            by_words.setdefault(id_of("-".join(words)), element)
    by_words[f"{PREFIX}top"] = root
    return {name: by_words[name] for name in wanted & by_words.keys()} | found


def mark_texts(root: Element, found: dict[str, Element]) -> set[str]:
    """Put a mark before the first text at or after each target; return the ids that got one."""
    ids: dict[Element, list[str]] = {}
    for id, target in found.items():
        ids.setdefault(target, []).append(id)
    pending: list[str] = []
    marked: set[str] = set()

    def with_marks(text: str | None) -> str | None:
        stripped = (text or "").lstrip(BLANK_CHARS)
        if not text or not pending or not stripped:
            return text
        marks = "".join(f"{OPEN}{id}{CLOSE}" for id in pending)
        marked.update(pending)
        pending.clear()
        return text[: len(text) - len(stripped)] + marks + stripped

    unread = 0  # the elements around whose text is not read
    for event, element in etree.iterwalk(root, events=("start", "end")):
        is_unread = element.tag in WITHOUT_TEXT
        if event == "start":
            pending += ids.get(element, ())
            unread += is_unread
            if not unread:
                element.text = with_marks(element.text)
        else:
            unread -= is_unread
            if not unread and element is not root:
                element.tail = with_marks(element.tail)
    return marked


def write_targets(html: str) -> str:
    """Replace the marks in the written body by spans, and remove links to lost ones."""
    if OPEN not in html and 'href="#' not in html:
        return html
    names = set(MARK.findall(html))
    html = LINK.sub(lambda link: link[0] if link[1] in names else link[2], html)
    return MARK.sub(r'<span id="\1"></span>', html)
