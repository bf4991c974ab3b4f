"""Finding a publisher's feed from the address of its site."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import etree

from portal.ingest.failures import (
    Failure,
    failure,
    failure_of_document,
    failure_of_fetch,
    failure_of_status,
)
from portal.ingest.parsing import Feed, NotAFeed, parse_feed
from portal.ingest.parsing.decoding import decode
from portal.ingest.parsing.finishing import web_address
from portal.models.base.clock import now
from portal.net.errors import FetchError
from portal.net.fetching import FetchedResponse, fetch

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, text/html;q=0.5, */*;q=0.1"
)
TYPES = re.compile(r"application/(?:rss|atom|rdf)\+xml|application/(?:feed\+)?json|text/xml", re.I)
COMMENTS = re.compile(r"comments?|kommentare|hozzaszolas", re.I)
LINK_WORDS = re.compile(r"(?:^|[/._?=&-])(?:rss|atom|feeds?|rdf)(?:$|[/._?=&-])|\.(?:rss|rdf|atom)$", re.I)  # fmt: skip
USUAL_PATHS = ("/feed/", "/rss.xml", "/feed.xml", "/atom.xml", "/rss", "/index.xml", "/feed.json")
MAX_TRIES = 8
MAX_PUBLISHERS_ASKED = 5


@dataclass(frozen=True)
class Found:
    """A feed, the address to follow it at, and other feeds that the site names."""

    feed: Feed
    address: str
    others: list[str]


def find_feed(address: str) -> Found | Failure:
    """Fetch an address; if it is a page, look for the site's feed. At most 9 requests."""
    response = ask(address)
    if isinstance(response, Failure):
        return response
    first = read(response)
    if isinstance(first, Feed):
        return Found(first, response.moved_to or address, [])
    if first.kind != "page":
        return first
    named = feed_links(decode(response.body, content_type(response)), response.address)
    root = "{0.scheme}://{0.netloc}".format(urlsplit(response.address))
    tried = list(dict.fromkeys([*named, *(root + path for path in USUAL_PATHS)]))[:MAX_TRIES]
    for each in tried:
        answer = ask(each)
        feed = read(answer) if not isinstance(answer, Failure) else answer
        if isinstance(feed, Feed):
            return Found(feed, each, [other for other in named if other != each])
    return failure("page", " Its site names no feed.")


def ask(address: str) -> FetchedResponse | Failure:
    try:
        response = fetch(address, accept=ACCEPT)
    except FetchError as error:
        return failure_of_fetch(error)
    return failure_of_status(response.status) or response


def read(response: FetchedResponse) -> Feed | Failure:
    try:
        return parse_feed(response.body, response.address, content_type(response), now())
    except NotAFeed as error:
        return failure_of_document(error)


def content_type(response: FetchedResponse) -> str:
    return response.headers.get("content-type", "")


def feed_links(page: str, base: str) -> list[str]:
    """Return the feeds that a page names, the most likely first: `link` elements, then links.

    Feeds of comments come last.
    """
    parser = etree.HTMLParser(remove_comments=True, huge_tree=False)
    try:
        root = etree.fromstring(page.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return []
    if root is None:
        return []
    bases = (web_address(each.get("href"), base) for each in root.iter("base"))
    base = next((each for each in bases if each), base)
    alternates = [
        each.get("href")
        for each in root.iter("link")
        if "alternate" in (each.get("rel") or "").lower().split()
        and TYPES.search(each.get("type") or "")
    ]
    links = [
        each.get("href") for each in root.iter("a") if LINK_WORDS.search(each.get("href") or "")
    ]
    found = [web_address(each, base) for each in [*alternates, *links][:200]]
    return sorted(dict.fromkeys(filter(None, found)), key=lambda each: bool(COMMENTS.search(each)))


def site_home(address: str) -> str:
    """Return the address of the site that a page is of."""
    return urljoin(address, "/")


def host_of(address: str) -> str:
    """Return the host of an address without `www.`; empty if it has none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def feeds_of(publishers: Sequence[Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    """Find the own feeds of the publishers that an aggregator lists. Yield their names and addresses."""
    for each in publishers[:MAX_PUBLISHERS_ASKED]:
        found = find_feed(each["address"]) if each["address"] else None
        if isinstance(found, Found):
            yield each["name"], found.address
