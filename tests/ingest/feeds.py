"""Feeds for tests: give the details that matter, the rest is filled in."""

from __future__ import annotations

from html import escape

RSS_TYPE = "application/rss+xml"
NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
)


def item(
    title: str = "River rises",
    link: str = "",
    guid: str = "",
    text: str = "<p>The river rose by a metre.</p>",
    date: str = "Thu, 01 Jan 2026 06:00:00 GMT",
    extra: str = "",
) -> str:
    """An item of RSS; without a link one is made of the title."""
    link = link or f"http://wire.example/{title.lower().replace(' ', '-')}"
    parts = [
        f"<title>{escape(title)}</title>",
        f"<link>{escape(link)}</link>" if link != "-" else "",
    ]
    parts.append(f"<guid isPermaLink='false'>{escape(guid)}</guid>" if guid else "")
    parts.append(f"<pubDate>{date}</pubDate>" if date else "")
    return f"<item>{''.join(parts)}<description>{escape(text)}</description>{extra}</item>"


def rss(*items: str, title: str = "Pannon Wire", link: str = "http://wire.example/", extra: str = "") -> bytes:  # fmt: skip
    """A feed of RSS 2.0 with these items, the newest first."""
    head = (
        f"<title>{escape(title)}</title><link>{link}</link><description>News</description>{extra}"
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" {NAMESPACES}>'
        f"<channel>{head}{''.join(items)}</channel></rss>"
    ).encode()
