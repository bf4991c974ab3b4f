"""Atom 1.0 (RFC 4287)."""

from __future__ import annotations

from lxml import etree

from portal.models import Article
from portal.site.feeds.feed import Feed, changed_at, content_html, feed_id, lead_picture, topics
from portal.site.feeds.xml import add_element, serialize
from portal.version import VERSION
from portal.web.rendering import absolute

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
ATOM = "http://www.w3.org/2005/Atom"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def write(feed: Feed) -> bytes:
    root = etree.Element(f"{{{ATOM}}}feed", {LANGUAGE: feed.language}, nsmap={None: ATOM})
    add(root, "id", feed.address("atom"))
    add(root, "title", feed.title)
    if feed.description:
        add(root, "subtitle", feed.description)
    add(root, "updated", feed.changed_at.isoformat())
    add(root, "link", rel="self", type="application/atom+xml", href=feed.address("atom"))
    add(root, "link", rel="alternate", type="text/html", href=feed.page_address)
    add(add(root, "author"), "name", feed.site_name)
    add(root, "generator", "Portal", version=VERSION)
    for article in feed.articles:
        write_entry(add(root, "entry"), article)
    return serialize(root)


def write_entry(entry: etree._Element, article: Article) -> None:
    address = absolute(article.path or "/")
    if article.language:
        entry.set(LANGUAGE, article.language)
    add(entry, "id", feed_id(article))
    add(entry, "title", article.headline)
    add(entry, "updated", changed_at(article).isoformat())
    if article.published_at:
        add(entry, "published", article.published_at.isoformat())
    add(entry, "link", rel="alternate", type="text/html", href=address)
    if article.source_address:
        title = article.source.name if article.source else None
        add(entry, "link", rel="via", href=article.source_address, title=title)
    if picture := lead_picture(article):
        size = str(picture.size)
        add(entry, "link", rel="enclosure", type=picture.type, length=size, href=picture.address)
    for author in article.authors:
        person = add(entry, "author")
        add(person, "name", author.name)
        add(person, "uri", absolute(author.path))
    for topic in topics(article):
        add(entry, "category", term=topic.slug, label=topic.name)
    add(entry, "summary", article.standfirst)
    add(entry, "content", content_html(article), type="html")


def add(
    parent: etree._Element, name: str, text: str | None = None, **attributes: str | None
) -> etree._Element:
    return add_element(parent, f"{{{ATOM}}}{name}", text, **attributes)
