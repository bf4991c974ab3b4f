"""The contents of a WordPress export (WXR 1.0 to 1.2): the head of its channel, and its items."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple
from urllib.parse import urlsplit

from portal.wording.folding import plain_text
from portal.wording.spaces import one_line

MAX_SITE_CHARS = 300
HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)", re.IGNORECASE)


class Term(NamedTuple):
    """A category, tag, author, menu … of an item."""

    domain: str
    slug: str
    name: str


@dataclass(slots=True)
class Item:
    """One `<item>` with its texts as they are in the file."""

    kind: str = ""
    id: str = ""
    title: str = ""
    link: str = ""
    creator: str = ""
    body: str = ""
    excerpt: str = ""
    date: str = ""
    date_gmt: str = ""
    modified_gmt: str = ""
    slug: str = ""
    status: str = ""
    parent: str = "0"
    order: str = "0"
    password: str = ""
    is_sticky: str = ""
    file: str = ""
    guid: str = ""
    terms: list[Term] = field(default_factory=list)
    meta: dict[str, list[str]] = field(default_factory=dict)
    comments: int = 0

    def meta_value(self, *names: str) -> str:
        """Return the first of these meta values that is not empty."""
        found = (value.strip() for name in names for value in self.meta.get(name, ()))
        return next(filter(None, found), "")

    def terms_in(self, domain: str) -> list[Term]:
        """Return the item's terms in a domain, such as `category`."""
        return [term for term in self.terms if term.domain == domain]


@dataclass(frozen=True)
class HeadEntry:
    """A person, category, tag or other term in the head of the file."""

    id: str
    slug: str
    name: str
    parent: str = ""
    description: str = ""
    taxonomy: str = ""


@dataclass
class Channel:
    """The head of the file: the site, its people by sign-in name, its categories and tags."""

    title: str = ""
    tagline: str = ""
    language: str = ""
    address: str = ""
    people: dict[str, HeadEntry] = field(default_factory=dict)
    categories: list[HeadEntry] = field(default_factory=list)
    tags: list[HeadEntry] = field(default_factory=list)
    terms: list[HeadEntry] = field(default_factory=list)

    @property
    def site(self) -> str:
        """The name of the site for good: its host and path, whatever the scheme."""
        try:
            path = urlsplit(self.address).path
        except ValueError:  # such as http://[::1
            path = ""
        return f"{host_of(self.address)}{path}".rstrip("/")[:MAX_SITE_CHARS]


def host_of(address: str) -> str:
    """Return the host of an address without `www.`; empty if it has none."""
    found = HOST.match(address)
    return found[1].lower().removeprefix("www.") if found else ""


def plain(text: str) -> str:
    """Return the words on one line, without the entities that WordPress writes them with."""
    return one_line(unescape(text) if "&" in text else text)


def words_of(html: str) -> str:
    """Return the words of a little HTML on one line."""
    return plain_text(html) if "<" in html else plain(html)
