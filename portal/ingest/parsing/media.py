"""The pictures that an item of RSS or Atom names: Media RSS, enclosures, iTunes."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from portal.ingest.parsing.finishing import web_address
from portal.ingest.parsing.items import FeedPicture
from portal.ingest.parsing.plain_text import plain

FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)$", re.I)


def pictures_of(entry: Any, base: str) -> list[FeedPicture]:
    """Return the pictures of an item, the largest first; a thumbnail only if there is nothing else."""
    credit = plain(next((each.get("content") for each in entry.get("media_credit") or []), ""), 300)
    whole = [each for each in entry.get("media_content") or [] if is_picture(each)]
    enclosed = [
        {"url": each.get("href"), "type": each.get("type")}
        for each in entry.get("links") or []
        if each.get("rel") == "enclosure"
    ]
    small = [*(entry.get("media_thumbnail") or []), {"url": (entry.get("image") or {}).get("href")}]
    found = [picture_of(each, credit, base) for each in [*whole, *filter(is_picture, enclosed)]]
    found.sort(key=lambda picture: -picture.width)
    found = found or [picture_of(each, credit, base) for each in small]
    by_address = {picture.address: picture for picture in reversed(found) if picture.address}
    return list(by_address.values())[::-1]


def is_picture(media: Any) -> bool:
    kind = (media.get("type") or "").lower()
    if kind:
        return kind.startswith("image/") and "svg" not in kind
    if media.get("medium"):
        return media.get("medium") == "image"
    try:
        return bool(FILE.search(urlsplit(media.get("url") or "").path))
    except ValueError:
        return False


def picture_of(media: Any, credit: str, base: str) -> FeedPicture:
    return FeedPicture(
        web_address(media.get("url"), base),
        credit=credit,
        width=pixels(media.get("width")),
        height=pixels(media.get("height")),
    )


def pixels(value: Any) -> int:
    text = plain(value)
    return int(text) if text.isdecimal() and len(text) < 6 else 0
