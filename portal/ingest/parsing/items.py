"""A feed and its items as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


class NotAFeed(Exception):
    """The bytes are no feed. `kind` is a key of `failures.FAILURES`; `detail` completes its sentence."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(kind)
        self.kind = kind
        self.detail = detail


@dataclass(slots=True)
class FeedPicture:
    """A picture that an item names. Width and height are in pixels, 0 if the feed does not say."""

    address: str
    alt: str = ""
    credit: str = ""
    width: int = 0
    height: int = 0


@dataclass(slots=True)
class FeedItem:
    """One item. `body` is clean HTML that may still show pictures of other hosts; the rest is plain.

    `summary` is the feed's own, or the beginning of the body. `address` is absolute, or empty.
    `published_at` is empty if the feed gives no plausible date; `warnings` then say why.
    `publisher` is the original publisher of an item that an aggregator lists, or a `<source>`.
    """

    guid: str = ""
    address: str = ""
    headline: str = ""
    summary: str = ""
    body: str = ""
    byline: str = ""
    language: str = ""
    terms: list[str] = field(default_factory=list)
    pictures: list[FeedPicture] = field(default_factory=list)
    rights: str = ""
    publisher: str = ""
    publisher_address: str = ""
    published_at: datetime | None = None
    warnings: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Feed:
    """A feed. `kind` is its format (`rss20`, `atom10`, `json11` …), `home` the site that it is of.

    `ttl_seconds`, `skip_hours` (0 to 23, UTC) and `skip_days` (0 is Monday) are what the feed asks of
    who fetches it. `deleted` are the ids of items that it withdraws (RFC 6721). `item_count` counts
    all items of the document, also those beyond the limit.
    """

    kind: str
    title: str = ""
    home: str = ""
    language: str = ""
    rights: str = ""
    licence_address: str = ""
    ttl_seconds: int = 0
    skip_hours: list[int] = field(default_factory=list)
    skip_days: list[int] = field(default_factory=list)
    items: list[FeedItem] = field(default_factory=list)
    item_count: int = 0
    deleted: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
