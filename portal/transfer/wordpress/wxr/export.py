"""What a WordPress export (WXR 1.0 to 1.2) says: the head of its channel, and its items."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from html import unescape
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml.etree import _Element as Element

from portal.models.search.folding import plain_text


class Term(NamedTuple):
    """A category, tag, author, menu … that an item is filed under."""

    domain: str
    slug: str
    name: str


@dataclass(slots=True)
class Item:
    """One `<item>`, its texts as they stand there."""

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

    def said(self, *names: str) -> str:
        """The first of these meta values that says something."""
        found = (value.strip() for name in names for value in self.meta.get(name, ()))
        return next(filter(None, found), "")

    def filed(self, domain: str) -> list[Term]:
        return [term for term in self.terms if term.domain == domain]


@dataclass(frozen=True)
class Named:
    """A person, category, tag or other term, as the head of the file lists it."""

    id: str
    slug: str
    name: str
    parent: str = ""
    description: str = ""
    taxonomy: str = ""


@dataclass
class Channel:
    """The head of the file: the site, its people by their sign-in names, its categories and tags."""

    title: str = ""
    tagline: str = ""
    language: str = ""
    address: str = ""
    people: dict[str, Named] = field(default_factory=dict)
    categories: list[Named] = field(default_factory=list)
    tags: list[Named] = field(default_factory=list)
    terms: list[Named] = field(default_factory=list)

    @property
    def site(self) -> str:
        """What names the site for good: its host and path, whatever the scheme."""
        try:
            path = urlsplit(self.address).path
        except ValueError:  # such as http://[::1
            path = ""
        return f"{host_of(self.address)}{path}".rstrip("/")[:LONGEST_SITE]


LONGEST_SITE = 300
LONGEST_ID = 100
HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)", re.IGNORECASE)
FIELDS = {
    "title": "title",
    "link": "link",
    "guid": "guid",
    "creator": "creator",
    "post_id": "id",
    "post_type": "kind",
    "post_date": "date",
    "post_date_gmt": "date_gmt",
    "post_modified_gmt": "modified_gmt",
    "post_name": "slug",
    "post_parent": "parent",
    "post_password": "password",
    "menu_order": "order",
    "status": "status",
    "is_sticky": "is_sticky",
    "attachment_url": "file",
}
OUTLINE = frozenset({"post_id", "post_type", "post_date", "post_date_gmt"})
OUTLINED = frozenset({"post", "page", "nav_menu_item", "revision"})


def host_of(address: str) -> str:
    """The host of an address, without `www.`; empty where it names none."""
    found = HOST.match(address)
    return found[1].lower().removeprefix("www.") if found else ""


def plain(text: str) -> str:
    """Words without the entities that WordPress writes them with, on one line."""
    return " ".join((unescape(text) if "&" in text else text).split())


def words_of(html: str) -> str:
    """The words alone of a little HTML, on one line."""
    return plain_text(html) if "<" in html else plain(html)


def item_of(element: Element) -> Item:
    item = Item()
    for child in element:
        name, text = local(child.tag), child.text or ""
        if name in FIELDS:
            setattr(item, FIELDS[name], text.strip())
        elif name == "postmeta":
            key, value = "", ""
            for each in child:
                if local(each.tag) == "meta_key":
                    key = each.text or ""
                else:
                    value = each.text or ""
            item.meta.setdefault(key, []).append(value)
        elif name == "category":
            item.terms.append(Term(child.get("domain", ""), child.get("nicename", ""), plain(text)))
        elif name == "encoded":
            setattr(item, "excerpt" if "/excerpt/" in child.tag else "body", text)
        elif name == "comment":
            item.comments += 1
    if not 0 < len(item.id) <= LONGEST_ID:
        said = item.id or f"{item.link}\n{item.title}"
        item.id = sha256(said.encode()).hexdigest()[:16]
    return item


def outline_of(element: Element) -> Item:
    """The item without its texts, where those are not needed: what kind it is, and when it was."""
    item = Item()
    for child in element:
        name = local(child.tag)
        if name in OUTLINE:
            setattr(item, FIELDS[name], (child.text or "").strip())
        elif name == "comment":
            item.comments += 1
    return item if item.kind in OUTLINED else item_of(element)


# How the head spells each kind of term: its slug, name, parent and description.
SPELT = {
    "category": ("category_nicename", "cat_name", "category_parent", "category_description"),
    "tag": ("tag_slug", "tag_name", "", "tag_description"),
    "term": ("term_slug", "term_name", "term_parent", "term_description"),
}


def channel_of(element: Element) -> Channel:
    """The head of a channel, whose last child may be its first item."""
    channel = Channel()
    for child in element:
        name, text = local(child.tag), plain(child.text or "")
        if child.tag == "title":
            channel.title = text
        elif child.tag == "description":
            channel.tagline = text
        elif child.tag == "language":
            channel.language = text
        elif name == "base_blog_url" or (child.tag == "link" and not channel.address):
            channel.address = text
        elif name == "author":
            values = values_of(child)
            login = values.get("author_login", "")
            channel.people[login] = Named(values.get("author_id", ""), login, person_in(values))
        elif name in SPELT:
            channel_list = {"category": channel.categories, "tag": channel.tags}
            channel_list.get(name, channel.terms).append(named_in(name, values_of(child)))
    return channel


def named_in(kind: str, values: dict[str, str]) -> Named:
    slug, name, parent, description = (values.get(each, "") for each in SPELT[kind])
    term_id, taxonomy = values.get("term_id", ""), values.get("term_taxonomy", "")
    return Named(term_id, slug, name or slug, parent, description, taxonomy)


def person_in(values: dict[str, str]) -> str:
    """The name a person signs with."""
    whole = f"{values.get('author_first_name', '')} {values.get('author_last_name', '')}"
    return values.get("author_display_name") or whole.strip() or values.get("author_login", "")


def values_of(element: Element) -> dict[str, str]:
    return {local(child.tag): plain(child.text or "") for child in element}


@cache
def local(tag: str) -> str:
    """The name without its namespace, which carries the version of the format."""
    return tag.rpartition("}")[2]
