"""Bytes of a feed → its items. Pure: no network, no database.

RSS 0.9x to 2.0, RDF and Atom are read by feedparser, JSON Feed by our own function. All HTML is
cleaned by `portal.cleaning`, and all other text is plain text.
"""

from __future__ import annotations

from datetime import datetime

from portal.ingest.parsing.decoding import decode
from portal.ingest.parsing.documents import MAX_ITEMS
from portal.ingest.parsing.items import Feed, NotAFeed
from portal.ingest.parsing.json_feed import read_json
from portal.ingest.parsing.xml_feed import read_xml

__all__ = ["Feed", "NotAFeed", "parse_feed"]


def parse_feed(body: bytes, address: str, content_type: str, now: datetime) -> Feed:
    """Read a feed in any format and encoding, whatever its content type claims. Raises NotAFeed.

    `address` is where it was found, the base of relative links.
    """
    text = decode(body, content_type)
    read = read_json if text.lstrip("\ufeff \t\r\n").startswith(("{", "[")) else read_xml
    feed = read(text, address, now)
    if feed.item_count > MAX_ITEMS:
        feed.warnings.append(
            f"The feed has {feed.item_count:,} items; the newest {MAX_ITEMS} were read."
        )
    return feed
