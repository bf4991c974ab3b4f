"""Media in a story: pictures, films, sounds and frames."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from lxml.etree import _Element as Element

from portal.cleaning.embeds import embed_at
from portal.cleaning.line import BLOCK, BREAK, TEXT, Item
from portal.cleaning.vocabulary import attribute, number, safe_address, words
from portal.wording.spaces import one_line

EXTERNAL_TAGS = frozenset("audio embed iframe object portal-embed video".split())
ADDRESSED_BY = {"object": "data", "portal-embed": "address"}


def picture_of(element: Element) -> str:
    """Return the `img` of a story; empty for a tracking pixel or without an address.

    Lazy-loading scripts put the address in `data-src`.
    """
    address = safe_address(element.get("src")) or safe_address(element.get("data-src"))
    size = number(element, "width", 2) + number(element, "height", 2)
    is_pixel = element.get("width") in ("0", "1") or element.get("height") in ("0", "1")
    if address is None or is_pixel:
        return ""
    alt = words(element, "alt") or attribute("alt", "")
    return f"<img{attribute('src', address)}{alt}{size}{words(element, 'title')}>"


def external_items(element: Element, around: str) -> list[Item]:
    """Return an embed if the provider is known, else a link to the address on its own line."""
    addresses = [each for each in addresses_of(element) if safe_address(each)]
    for address in addresses:
        if embed := embed_at(address):
            own = attribute("address", embed.address) + words(element, "title")
            return [(BLOCK, f"<portal-embed{own}></portal-embed>", ())]
    if not addresses:
        return []
    address = safe_address(addresses[0]) or ""
    label = one_line(element.get("title") or "") or name_of(element.tag, address)
    marks = (("a", attribute("href", address)),)
    return [(BREAK, around, ()), (TEXT, label, marks), (BREAK, around, ())]


def addresses_of(element: Element) -> list[str]:
    own = element.get(ADDRESSED_BY.get(element.tag, "src")) or element.get("data-src")
    within = [
        each.get("src") or each.get("value") for each in element.iter("source", "param", "embed")
    ]
    return [each.strip() for each in (own, *within) if each]


def name_of(tag: str, address: str) -> str:
    """Return the text of the link: a file's name, or the host of a frame."""
    parts = urlsplit(address)
    file_name = unquote(parts.path.rstrip("/").rpartition("/")[2])
    return (file_name if tag in ("audio", "video") else parts.hostname) or address
