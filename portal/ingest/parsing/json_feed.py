"""JSON Feed 1.0 and 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json
from datetime import datetime
from html import escape
from typing import Any

from portal.ingest.parsing.bodies import summary_of
from portal.ingest.parsing.dates import moment_of, plausible
from portal.ingest.parsing.documents import MAX_ITEMS
from portal.ingest.parsing.finishing import finished, web_address
from portal.ingest.parsing.items import Feed, FeedItem, FeedPicture, NotAFeed
from portal.ingest.parsing.plain_text import plain
from portal.ingest.parsing.xml_feed import language_of

VERSION = "https://jsonfeed.org/version/"


def read_json(text: str, address: str, now: datetime) -> Feed:
    """Read a JSON Feed; `address` is the base of its links. Raises NotAFeed."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise NotAFeed("not-feed") from None
    items = document.get("items") if isinstance(document, dict) else None
    if not isinstance(items, list) or not str(document.get("version", "")).startswith(VERSION):
        raise NotAFeed("not-feed")
    language = language_of(document.get("language"))
    feed = Feed(
        kind="json" + plain(document["version"]).removeprefix(VERSION).replace(".", "")[:3],
        title=plain(document.get("title"), 300),
        home=web_address(document.get("home_page_url"), address),
        language=language,
        item_count=len(items),
    )
    entries = [each for each in items if isinstance(each, dict)][:MAX_ITEMS]
    feed.items = [item_of(each, document, language, address, now) for each in entries]
    if document.get("expired") is True:
        feed.warnings.append("The feed says that it has ended.")
    return feed


def item_of(entry: dict[str, Any], document: dict[str, Any], language: str, address: str, now: datetime) -> FeedItem:  # fmt: skip
    dated = moment_of(None, entry.get("date_published")) or moment_of(None, entry.get("date_modified"))  # fmt: skip
    published_at, warning = plausible(dated, now)
    html, text = entry.get("content_html"), entry.get("content_text")
    if not isinstance(html, str):
        html = escape(text, quote=False) if isinstance(text, str) else ""
    number = entry.get("id")
    item = FeedItem(
        guid=plain(str(number) if isinstance(number, int | float) else number, 2000),
        address=web_address(entry.get("url"), address),
        headline=plain(entry.get("title"), 500),
        summary=summary_of(entry.get("summary")),
        byline=byline_of(entry) or byline_of(document),
        language=language_of(entry.get("language")) or language,
        terms=[plain(each, 100) for each in listed(entry.get("tags"))][:20],
        pictures=pictures_of(entry, address),
        published_at=published_at,
        warnings=[warning] if warning else [],
    )
    # A link blog's item is about another page: that is the story's own address.
    item.address = web_address(entry.get("external_url"), address) or item.address
    return finished(item, html)


def byline_of(entry: dict[str, Any]) -> str:
    authors = [*listed(entry.get("authors")), entry.get("author")]
    names = [plain(each.get("name"), 100) for each in authors if isinstance(each, dict)]
    return ", ".join([name for name in dict.fromkeys(names) if name and "@" not in name][:5])


def pictures_of(entry: dict[str, Any], base: str) -> list[FeedPicture]:
    attached = [
        each.get("url")
        for each in listed(entry.get("attachments"))
        if isinstance(each, dict) and plain(each.get("mime_type")).startswith("image/")
    ]
    addresses = [web_address(each, base) for each in (entry.get("image"), entry.get("banner_image"), *attached)]  # fmt: skip
    return [FeedPicture(address) for address in dict.fromkeys(addresses) if address]


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
