"""Lists of feeds as OPML 2.0, in and out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lxml import etree

from portal.ingest.parsing.decoding import decode, without_declaration
from portal.ingest.parsing.finishing import web_address
from portal.ingest.parsing.plain_text import plain

MAX_FEEDS = 2000


@dataclass(frozen=True)
class Outline:
    """A feed of the list: its name, its address, the site that it is of, its language."""

    name: str
    feed_address: str
    address: str = ""
    language: str = ""


def read_opml(body: bytes) -> list[Outline] | None:
    """Return the feeds of a list, in its order, each once; None if the bytes are no OPML."""
    text = without_declaration(decode(body)).strip()
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None or etree.QName(root).localname.lower() != "opml":
        return None
    found: dict[str, Outline] = {}
    for each in root.iter("outline"):
        feed = web_address(each.get("xmlUrl") or each.get("xmlurl") or each.get("url"), "")
        name = plain(each.get("title") or each.get("text"), 200) or feed
        if feed and feed not in found and len(found) < MAX_FEEDS:
            home = web_address(each.get("htmlUrl") or each.get("htmlurl"), "")
            found[feed] = Outline(name, feed, home, plain(each.get("language"))[:20])
    return list(found.values())


def write_opml(title: str, sources: Iterable[Any]) -> str:
    """Return a list of these sources' feeds."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = plain(title)
    body = etree.SubElement(root, "body")
    for source in sources:
        outline = {
            "type": "rss",
            "text": source.name,
            "title": source.name,
            "xmlUrl": source.feed_address,
        }
        outline |= {"htmlUrl": source.address} if source.address else {}
        outline |= {"language": source.language} if source.language else {}
        etree.SubElement(body, "outline", outline)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True).decode()
