"""RSS, RDF and Atom, by feedparser."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from threading import Lock
from typing import Any

from portal.ingest.parsing import media
from portal.ingest.parsing.bodies import summary_of
from portal.ingest.parsing.dates import moment_of, plausible
from portal.ingest.parsing.decoding import without_declaration
from portal.ingest.parsing.documents import MAX_ITEMS, document_of
from portal.ingest.parsing.finishing import finished, web_address
from portal.ingest.parsing.items import Feed, FeedItem, NotAFeed
from portal.ingest.parsing.plain_text import plain

UTF8 = "application/xml; charset=utf-8"
PERIODS = {"hourly": 3600, "daily": 86_400, "weekly": 604_800}
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
EMAIL = re.compile(r"[<(]?(?:mailto:)?[^\s<>()@]+@[^\s<>()@]+[>)]?")
# One document at a time: more at once would only share the processor, and hold several trees.
parsing = Lock()


def read_xml(text: str, address: str, now: datetime) -> Feed:
    """Read a feed's text; `address` is the base of its links. Raises NotAFeed."""
    document = document_of(text)
    with parsing:
        found = parse_bytes(without_declaration(document.text).encode("utf-8", "replace"), address)
    about = found.get("feed") or {}
    entries = (found.get("entries") or [])[:MAX_ITEMS]
    if not found.get("version") and not entries:
        raise NotAFeed("not-feed")
    language = language_of(about.get("language"))
    is_atom = (found.get("version") or "").startswith("atom")
    feed = Feed(
        kind=found.get("version") or "xml",
        title=plain(about.get("title"), 300),
        home=web_address(about.get("link"), address),
        language=language,
        rights=plain(about.get("rights"), 1000),
        licence_address=licence_of(about, address),
        ttl_seconds=ttl_of(about),
        skip_hours=document.skip_hours,
        skip_days=document.skip_days,
        items=[item_of(entry, language, address, now, is_atom) for entry in entries],
        item_count=max(document.item_count, len(entries)),
        deleted=document.deleted,
    )
    if feed.item_count <= MAX_ITEMS and is_broken(found.get("bozo_exception")):
        feed.warnings.append("The feed is not well-formed XML; what could be read of it was read.")
    return feed


def parse_bytes(body: bytes, address: str) -> Any:
    """Let feedparser read these bytes; it would open a path or an address, so it is given a stream."""
    import feedparser  # 5 MB, which only the process that fetches needs

    headers = {"content-type": UTF8, "content-location": address}
    try:
        return feedparser.parse(
            BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=True
        )
    except (ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError):
        raise NotAFeed("not-feed") from None


def is_broken(error: Any) -> bool:
    """True for a fault of the markup; feedparser also notes odd encodings and content types here."""
    return type(error).__name__ == "SAXParseException"


def item_of(entry: Any, language: str, address: str, now: datetime, is_atom: bool) -> FeedItem:
    published_at, warning = plausible(date_of(entry), now)
    source = entry.get("source") or {}
    bodies = [each.get("value") or "" for each in entry.get("content") or [] if is_text(each)]
    description = entry.get("summary") or ""
    link = entry.get("feedburner_origlink") or entry.get("link") or link_of(entry)
    item = FeedItem(
        guid=plain(entry.get("id"), 2000),
        address=web_address(link, address),
        headline=plain(entry.get("title"), 500),
        summary=summary_of(description),
        byline=byline_of(entry, is_atom),
        language=language_of((entry.get("title_detail") or {}).get("language")) or language,
        terms=[plain(each.get("label") or each.get("term"), 100) for each in entry.get("tags") or []][:20],
        rights=plain(entry.get("rights") or source.get("rights"), 1000),
        publisher=plain(source.get("title") or entry.get("news_source"), 200),
        publisher_address=web_address(source.get("href") or source.get("link"), address),
        published_at=published_at,
        pictures=media.pictures_of(entry, address),
        warnings=[warning] if warning else [],
    )  # fmt: skip
    return finished(item, max([*bodies, description], key=len))


def is_text(content: Any) -> bool:
    return "html" in (content.get("type") or "text/html") or "text" in (content.get("type") or "")


def date_of(entry: Any) -> datetime | None:
    for name in ("published", "updated", "created"):
        if name in entry and (found := moment_of(entry.get(f"{name}_parsed"), entry[name])):
            return found
    return None


def link_of(entry: Any) -> str:
    """Return the guid if it is the permanent link (RSS), else the first link to a page."""
    guid = entry.get("id") or ""
    if entry.get("guidislink") and guid.startswith("http"):
        return guid
    pages = (each for each in entry.get("links") or [] if each.get("rel") in ("alternate", None))
    return next((each.get("href") or "" for each in pages), "")


def byline_of(entry: Any, is_atom: bool) -> str:
    """Return the names of the authors. An e-mail address is nobody's name, and is not passed on.

    RSS writes "ann@wire.example (Ann Lee)". There feedparser cuts long domains in two, so the name is
    taken from the whole, unless another author has a name alone.
    """
    authors = entry.get("authors") or []
    names = [each.get("name") for each in authors if is_atom or not each.get("email")]
    found = [
        EMAIL.sub("", plain(name, 300)).strip(" ,;()") for name in names or [entry.get("author")]
    ]
    return ", ".join([name for name in dict.fromkeys(found) if name][:5])


def language_of(value: Any) -> str:
    text = plain(value).replace("_", "-")
    return text if len(text) <= 20 and LANGUAGE.fullmatch(text) else ""


def licence_of(about: Any, address: str) -> str:
    links = (each for each in about.get("links") or [] if each.get("rel") == "license")
    return next((web_address(each.get("href"), address) for each in links), "")


def ttl_of(about: Any) -> int:
    """Return how long the feed asks to be left alone, in seconds: `ttl`, or Syndication's period."""
    ttl = plain(about.get("ttl"))
    if ttl.isdecimal() and len(ttl) < 7:
        return int(ttl) * 60
    period = PERIODS.get(plain(about.get("sy_updateperiod")).lower(), 0)
    often = plain(about.get("sy_updatefrequency"))
    return period // max(1, int(often) if often.isdecimal() and len(often) < 5 else 1)
