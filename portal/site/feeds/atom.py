"""Atom 1.0 (RFC 4287)."""

from __future__ import annotations

from lxml import etree

from portal.models import Article
from portal.site.feeds.channel import Channel, changed_at, content, feed_id, picture, topics
from portal.site.feeds.xml import add, document
from portal.version import VERSION
from portal.web.rendering import absolute

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
ATOM = "http://www.w3.org/2005/Atom"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def write(channel: Channel) -> bytes:
    root = etree.Element(f"{{{ATOM}}}feed", {LANGUAGE: channel.language}, nsmap={None: ATOM})
    put(root, "id", channel.feed("atom"))
    put(root, "title", channel.title)
    if channel.description:
        put(root, "subtitle", channel.description)
    put(root, "updated", channel.changed_at.isoformat())
    put(root, "link", rel="self", type="application/atom+xml", href=channel.feed("atom"))
    put(root, "link", rel="alternate", type="text/html", href=channel.page)
    put(put(root, "author"), "name", channel.paper)
    put(root, "generator", "Portal", version=VERSION)
    for article in channel.articles:
        write_entry(put(root, "entry"), article)
    return document(root)


def write_entry(entry: etree._Element, article: Article) -> None:
    address = absolute(article.path or "/")
    if article.language:
        entry.set(LANGUAGE, article.language)
    put(entry, "id", feed_id(article))
    put(entry, "title", article.headline)
    put(entry, "updated", changed_at(article).isoformat())
    if article.published_at:
        put(entry, "published", article.published_at.isoformat())
    put(entry, "link", rel="alternate", type="text/html", href=address)
    if article.source_address:
        title = article.source.name if article.source else None
        put(entry, "link", rel="via", href=article.source_address, title=title)
    if found := picture(article):
        size = str(found.bytes)
        put(entry, "link", rel="enclosure", type=found.type, length=size, href=found.address)
    for author in article.authors:
        person = put(entry, "author")
        put(person, "name", author.name)
        put(person, "uri", absolute(author.path))
    for noun in topics(article):
        put(entry, "category", term=noun.slug, label=noun.name)
    put(entry, "summary", article.standfirst)
    put(entry, "content", content(article), type="html")


def put(parent: etree._Element, name: str, text: str | None = None, **attributes: str | None):
    return add(parent, f"{{{ATOM}}}{name}", text, **attributes)
