"""Search services that list other publishers' stories as a feed: Google News and Bing News.

Google's links have been opaque since July 2024 and do not redirect, so `<source url>` and the end of
the title name the publisher; Bing's links hold the story's address as a parameter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qs, urlsplit

from portal.ingest.parsing.items import Feed, FeedItem

HOSTS = {"news.google.com": "Google News", "www.bing.com": "Bing News", "bing.com": "Bing News"}
SUFFIX = re.compile(r"^(?P<headline>.+\S)\s+[-–—|]\s+(?P<publisher>\S[^|–—]{0,98})$")
MAX_PUBLISHERS = 30


def aggregator_of(address: str) -> str:
    """Return the name of the service at an address; empty for a publisher's own."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    host = (parts.hostname or "").lower()
    if host.endswith("bing.com") and not parts.path.startswith("/news"):
        return ""
    return HOSTS.get(host, "")


def name_publishers(feed: Feed, feed_address: str) -> str:
    """If this is an aggregator's feed, give each item its publisher and own address. Return its name."""
    name = aggregator_of(feed_address) or aggregator_of(feed.home)
    for item in feed.items if name else ():
        name_publisher(item)
    return name


def name_publisher(item: FeedItem) -> None:
    """Take the publisher from the item or from the end of its headline, which then goes without it."""
    if found := SUFFIX.match(item.headline):
        if not item.publisher or found["publisher"].casefold() == item.publisher.casefold():
            item.headline, item.publisher = found["headline"], found["publisher"]
    elif item.publisher and item.headline.endswith(item.publisher):
        item.headline = item.headline.removesuffix(item.publisher).rstrip(" -–—|") or item.headline
    item.address = address_within(item.address)
    item.publisher_address = item.publisher_address or site_of(item.address)
    # The description is a list of links to other publishers' stories, not this story's text.
    item.summary = item.body = ""
    item.pictures = []


def address_within(link: str) -> str:
    """Return the story's own address from an aggregator's link; empty if the link does not tell it."""
    if not aggregator_of(link):
        return link
    within = parse_qs(urlsplit(link).query).get("url", [""])[0]
    return within if within.startswith(("http://", "https://")) else ""


def site_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}/" if parts.netloc else ""


def publishers_of(items: Iterable[FeedItem]) -> list[dict[str, str]]:
    """Return the publishers that an aggregator lists, each once: `{name, address}`."""
    found = {
        item.publisher: {"name": item.publisher, "address": item.publisher_address}
        for item in items
        if item.publisher
    }
    return list(found.values())[:MAX_PUBLISHERS]
