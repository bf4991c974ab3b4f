"""Identity of an item: guid → link → title, then its text.

A key is a letter for its kind and a hash: `g` the guid, `a` the canonical address, `t` headline and
date, `h` the headline alone, `c` the content.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import urlsplit

from portal.ingest.filing.addresses import canonical
from portal.ingest.parsing.items import FeedItem
from portal.wording.folding import plain_text, words_of

MIN_CONTENT_CHARS = 100  # a shorter text may be that of two different items


@dataclass(slots=True)
class Identity:
    """The keys of one item, the first of which decides. `address` is its canonical one.

    `shared_address` is empty where the address does not tell this item from others.
    """

    address: str
    content_hash: str
    keys: list[str] = field(default_factory=list)

    @property
    def shared_address(self) -> str:
        return next((key for key in self.keys if key.startswith("a")), "")


def identities(items: Sequence[FeedItem], home: str = "") -> list[Identity]:
    """Return the identity of each item of one document.

    A guid or address that stands for several items of the document identifies none of them; nor does
    the address of the site itself.
    """
    useless = ambiguous(items) | {address_key(canonical(home))}
    return [identity_of(item, useless) for item in items]


def identity_of(item: FeedItem, useless: Iterable[str]) -> Identity:
    address = canonical(item.address)
    content = content_of(item)
    found = Identity(address, hashed(content))
    keys = [guid_key(item.guid), address_key(address)]
    found.keys = [key for key in keys if key and key not in useless]
    dated = item.published_at.isoformat() if item.published_at else ""
    if item.headline and dated:
        found.keys.append("t" + hashed(folded(item.headline) + dated)[:40])
    if item.headline and not found.keys:
        found.keys.append("h" + hashed(folded(item.headline))[:40])
    if len(content) - len(item.headline) >= MIN_CONTENT_CHARS:
        found.keys.append("c" + found.content_hash[:40])
    if not found.keys and content:
        found.keys.append("c" + found.content_hash[:40])
    return found


def ambiguous(items: Sequence[FeedItem]) -> set[str]:
    """Return the keys that items with different headlines share."""
    headlines: dict[str, set[str]] = defaultdict(set)
    for item in items:
        for key in (guid_key(item.guid), address_key(canonical(item.address))):
            headlines[key].add(folded(item.headline) or item.summary)
    return {key for key, different in headlines.items() if len(different) > 1}


def guid_key(guid: str) -> str:
    """Return the key of a guid; of an address without scheme and host, which change over the years."""
    guid = guid.strip()
    if not guid:
        return ""
    if guid.lower().startswith(("http://", "https://")):
        try:
            parts = urlsplit(guid)
        except ValueError:
            return "g" + hashed(guid)[:40]
        path = parts._replace(scheme="", netloc="").geturl()
        guid = path if path.strip("/") else f"//{parts.netloc.lower()}"
    return "g" + hashed(guid)[:40]


def address_key(address: str) -> str:
    """Return the key of a canonical address, the same with http and https, with and without `www.`"""
    if not address:
        return ""
    parts = urlsplit(address)
    host = parts.netloc.lower().removeprefix("www.")
    return "a" + hashed(f"{host}{parts.path.rstrip('/')}?{parts.query}#{parts.fragment}")[:40]


def content_of(item: FeedItem) -> str:
    """Return what an item says, without markup and spacing: only a change of this is a change."""
    said = (item.headline, item.summary, plain_text(item.body))
    return "\n".join(" ".join(each.split()) for each in said)


def folded(text: str) -> str:
    return " ".join(words_of(text)) or " ".join(text.split())


def hashed(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()
