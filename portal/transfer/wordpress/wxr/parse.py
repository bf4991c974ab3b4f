"""Reads the elements of a WordPress export."""

from __future__ import annotations

from functools import cache
from hashlib import sha256

from lxml.etree import _Element as Element

from portal.transfer.wordpress.wxr.export import Channel, HeadEntry, Item, Term, plain
from portal.wording.unicode_text import nfc

MAX_ID_CHARS = 100
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
OUTLINE_FIELDS = frozenset({"title", "post_id", "post_type", "post_date", "post_date_gmt"})
OUTLINE_KINDS = frozenset({"post", "page", "nav_menu_item", "revision"})
CONTAINERS = frozenset({"postmeta", "comment", "category", "author", "tag", "term"})
NESTED = frozenset({*FIELDS, *CONTAINERS, "encoded"})
# The names of a term's slug, name, parent and description in the head, by kind of term.
TERM_FIELDS = {
    "category": ("category_nicename", "cat_name", "category_parent", "category_description"),
    "tag": ("tag_slug", "tag_name", "", "tag_description"),
    "term": ("term_slug", "term_name", "term_parent", "term_description"),
}


def item_of(element: Element) -> Item:
    """Return the whole item."""
    item = Item()
    for child in element:
        name, text = local_name(child.tag), text_in(child)
        if name in FIELDS:
            setattr(item, FIELDS[name], text.strip())
        elif name == "postmeta":
            key, value = "", ""
            for each in child:
                if local_name(each.tag) == "meta_key":
                    key = text_in(each)
                else:
                    value = text_in(each)
            item.meta.setdefault(key, []).append(value)
        elif name == "category":
            item.terms.append(Term(child.get("domain", ""), child.get("nicename", ""), plain(text)))
        elif name == "encoded":
            setattr(item, "excerpt" if "excerpt" in child.tag else "body", text)
        elif name == "comment":
            item.comments += 1
    if not 0 < len(item.id) <= MAX_ID_CHARS:
        source = item.id or f"{item.link}\n{item.title}"
        item.id = sha256(source.encode()).hexdigest()[:16]
    return item


def outline_of(element: Element) -> Item:
    """Return the item's kind and date; the whole item if it is of a kind that the scan reads."""
    item = Item()
    for child in element:
        name = local_name(child.tag)
        if name in OUTLINE_FIELDS:
            setattr(item, FIELDS[name], text_in(child).strip())
        elif name == "comment":
            item.comments += 1
    return item if item.kind in OUTLINE_KINDS else item_of(element)


def lift_nested_fields(parent: Element) -> None:
    """Move fields out of a field before them that has no end tag. Takes linear time."""
    for child in list(parent):
        if local_name(child.tag) in FIELDS:
            at = parent.index(child) + 1
            nested = [each for each in child.iterdescendants() if local_name(each.tag) in NESTED]
            for each in reversed(nested):
                if local_name(each.getparent().tag) not in CONTAINERS:
                    each.tail = None
                    parent.insert(at, each)


def channel_of(element: Element) -> Channel:
    """Return the head of a channel, whose last child may be its first item."""
    channel = Channel()
    for child in element:
        name, text = local_name(child.tag), plain(text_in(child))
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
            channel.people[login] = HeadEntry(values.get("author_id", ""), login, person_in(values))
        elif name in TERM_FIELDS:
            terms = {"category": channel.categories, "tag": channel.tags}.get(name, channel.terms)
            terms.append(term_in(name, values_of(child)))
    return channel


def term_in(kind: str, values: dict[str, str]) -> HeadEntry:
    slug, name, parent, description = (values.get(each, "") for each in TERM_FIELDS[kind])
    term_id, taxonomy = values.get("term_id", ""), values.get("term_taxonomy", "")
    return HeadEntry(term_id, slug, name or slug, parent, description, taxonomy)


def person_in(values: dict[str, str]) -> str:
    """Return the name that a person signs with: the displayed one, unless it is an e-mail address."""
    whole = f"{values.get('author_first_name', '')} {values.get('author_last_name', '')}".strip()
    displayed = values.get("author_display_name", "")
    if whole and (not displayed or "@" in displayed):
        return whole
    return displayed or values.get("author_login", "")


def values_of(element: Element, is_plain: bool = True) -> dict[str, str]:
    """Return the texts of an element's children by name, on one line each unless not `is_plain`."""
    texts = ((local_name(child.tag), text_in(child)) for child in element)
    return {name: plain(text) if is_plain else text for name, text in texts}


def text_in(element: Element) -> str:
    """Return an element's text in NFC, also where markup stands in it that was not escaped."""
    return nfc("".join(element.itertext()) if len(element) else element.text or "")


@cache
def local_name(tag: str) -> str:
    """Return a tag's name without its namespace, which carries the version of the format.

    A prefix is left where the file does not declare its namespace.
    """
    return tag.rpartition("}")[2].rpartition(":")[2]
