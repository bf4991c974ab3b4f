"""RSS 2.0 with the extensions content, dc, media and atom (RSS Advisory Board).

The `description` of a channel and of an item is HTML, so its text is escaped for HTML and then
again for XML (RSS Best Practices Profile, `item.description`). Titles are plain text.
"""

from __future__ import annotations

import html
from email.utils import format_datetime

from lxml import etree

from portal.models import Article
from portal.site.feeds.feed import Feed, Picture, content_html, feed_id, lead_picture, topics
from portal.site.feeds.xml import add_element, serialize
from portal.version import VERSION
from portal.web.rendering import absolute

CONTENT_TYPE = "application/rss+xml; charset=utf-8"
TTL_MINUTES = 15

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"
NAMESPACES = {"atom": ATOM, "content": CONTENT, "dc": DC, "media": MEDIA}


def write(feed: Feed) -> bytes:
    root = etree.Element("rss", {"version": "2.0"}, nsmap=NAMESPACES)
    channel = add_element(root, "channel")
    add_element(channel, "title", feed.title)
    add_element(channel, "link", feed.page_address)
    add_element(channel, "description", escape(feed.description or feed.title))
    own_address = feed.address("rss")
    add_element(
        channel, f"{{{ATOM}}}link", rel="self", type="application/rss+xml", href=own_address
    )
    add_element(channel, "language", feed.language)
    if feed.articles:
        add_element(channel, "lastBuildDate", format_datetime(feed.changed_at, usegmt=True))
    add_element(channel, "ttl", str(TTL_MINUTES))
    add_element(channel, "generator", f"Portal {VERSION}")
    for article in feed.articles:
        write_item(add_element(channel, "item"), article)
    return serialize(root)


def write_item(item: etree._Element, article: Article) -> None:
    address = absolute(article.path or "/")
    add_element(item, "title", article.headline)
    add_element(item, "link", address)
    guid = feed_id(article)
    add_element(item, "guid", guid, isPermaLink="true" if guid == address else "false")
    if article.published_at:
        add_element(item, "pubDate", format_datetime(article.published_at, usegmt=True))
    for author in article.authors:
        add_element(item, f"{{{DC}}}creator", author.name)
    for topic in topics(article):
        add_element(item, "category", topic.name, domain=absolute(topic.path))
    add_element(item, "description", escape(article.standfirst))
    add_element(item, f"{{{CONTENT}}}encoded", content_html(article))
    if picture := lead_picture(article):
        write_picture(item, picture)
    if article.language:
        add_element(item, f"{{{DC}}}language", article.language)
    if article.source_address:
        add_element(item, f"{{{DC}}}source", article.source_address)
    if article.source and article.source.feed_address:
        add_element(item, "source", article.source.name, url=article.source.feed_address)


def escape(text: str) -> str:
    """Return the text escaped for HTML, where `<`, `>` and `&` alone need it."""
    return html.escape(text, quote=False)


def write_picture(item: etree._Element, picture: Picture) -> None:
    """Write the picture as RSS's enclosure, and with its size and credit as Media RSS."""
    size = str(picture.size)
    add_element(item, "enclosure", url=picture.address, length=size, type=picture.type)
    media = add_element(
        item,
        f"{{{MEDIA}}}content",
        url=picture.address,
        type=picture.type,
        medium="image",
        width=str(picture.width),
        height=str(picture.height),
    )
    if picture.caption:
        add_element(media, f"{{{MEDIA}}}description", picture.caption, type="plain")
    if picture.credit:
        add_element(media, f"{{{MEDIA}}}credit", picture.credit)
