"""RSS 2.0, with what its extensions add (RSS Advisory Board; content, dc, media, atom)."""

from __future__ import annotations

from email.utils import format_datetime

from lxml import etree

from portal.models import Article
from portal.site.feeds.channel import Channel, Picture, content, feed_id, picture, topics
from portal.site.feeds.xml import add, document
from portal.version import VERSION
from portal.web.rendering import absolute

CONTENT_TYPE = "application/rss+xml; charset=utf-8"
MINUTES_TO_KEEP = "15"

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"
NAMESPACES = {"atom": ATOM, "content": CONTENT, "dc": DC, "media": MEDIA}


def write(channel: Channel) -> bytes:
    root = etree.Element("rss", {"version": "2.0"}, nsmap=NAMESPACES)
    top = add(root, "channel")
    add(top, "title", channel.title)
    add(top, "link", channel.page)
    add(top, "description", channel.description or channel.title)
    add(top, f"{{{ATOM}}}link", rel="self", type="application/rss+xml", href=channel.feed("rss"))
    add(top, "language", channel.language)
    if channel.articles:
        add(top, "lastBuildDate", format_datetime(channel.changed_at, usegmt=True))
    add(top, "ttl", MINUTES_TO_KEEP)
    add(top, "generator", f"Portal {VERSION}")
    for article in channel.articles:
        write_item(add(top, "item"), article)
    return document(root)


def write_item(item: etree._Element, article: Article) -> None:
    address = absolute(article.path or "/")
    add(item, "title", article.headline)
    add(item, "link", address)
    guid = feed_id(article)
    add(item, "guid", guid, isPermaLink="true" if guid == address else "false")
    if article.published_at:
        add(item, "pubDate", format_datetime(article.published_at, usegmt=True))
    for author in article.authors:
        add(item, f"{{{DC}}}creator", author.name)
    for topic in topics(article):
        add(item, "category", topic.name, domain=absolute(topic.path))
    add(item, "description", article.standfirst)
    add(item, f"{{{CONTENT}}}encoded", content(article))
    if found := picture(article):
        write_picture(item, found)
    if article.language:
        add(item, f"{{{DC}}}language", article.language)
    if article.source_address:
        add(item, f"{{{DC}}}source", article.source_address)
    if article.source and article.source.feed_address:
        add(item, "source", article.source.name, url=article.source.feed_address)


def write_picture(item: etree._Element, picture: Picture) -> None:
    """As RSS's own enclosure, and with its size and credit as Media RSS has them."""
    size = str(picture.bytes)
    add(item, "enclosure", url=picture.address, length=size, type=picture.type)
    media = add(
        item,
        f"{{{MEDIA}}}content",
        url=picture.address,
        type=picture.type,
        medium="image",
        width=str(picture.width),
        height=str(picture.height),
    )
    if picture.caption:
        add(media, f"{{{MEDIA}}}description", picture.caption, type="plain")
    if picture.credit:
        add(media, f"{{{MEDIA}}}credit", picture.credit)
