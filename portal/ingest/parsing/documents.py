"""The text of an XML feed before feedparser reads it: its bounds, and elements that feedparser drops."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.ingest.parsing.items import NotAFeed

MAX_ITEMS = 500
# feedparser reads attributes in quadratic time: 50,000 in one tag took 46 s.
LONG_TAG = re.compile(r"<[A-Za-z!?/][^<>]{20000,}>?")
MAX_ATTRIBUTES = 200
ITEM_START = re.compile(r"<(?:[A-Za-z0-9_]+:)?(?:item|entry)(?=[\s>/])")
DATE = re.compile(
    r"<(?:[a-z]+:)?(?:pubDate|published|updated|date|issued|modified)\b[^<>]{0,200}>\s*([^<]{8,60})",
    re.I,
)
DELETED = re.compile(
    r"""<(?:[a-z]+:)?deleted-entry\b[^<>]{0,300}?\bref\s*=\s*["']([^"'<>]{1,2000})"""
)
SKIP_HOURS = re.compile(r"<skipHours\b[^<>]{0,200}>(.{0,2000}?)</skipHours>", re.I | re.S)
SKIP_DAYS = re.compile(r"<skipDays\b[^<>]{0,200}>(.{0,2000}?)</skipDays>", re.I | re.S)
HOUR = re.compile(r"<hour\b[^<>]{0,200}>\s*(\d{1,2})\s*</hour>", re.I)
DAY = re.compile(r"<day\b[^<>]{0,200}>\s*([A-Za-z]{3,9})\s*</day>", re.I)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ROOT = re.compile(r"<(?![?!])(?:[A-Za-z0-9_.-]+:)?([A-Za-z][A-Za-z0-9_.-]*)")
PROLOG = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.S | re.I)
HTML_START = re.compile(r"<!doctype html|<(?:html|head|body|title|meta|script|div|p|h1)\b", re.I)
HEAD_CHARS = 20_000


@dataclass(slots=True)
class Document:
    """The text of a feed with at most `MAX_ITEMS` items, and what feedparser does not report."""

    text: str
    item_count: int
    deleted: list[str]
    skip_hours: list[int]
    skip_days: list[int]


def document_of(text: str) -> Document:
    """Bound a feed's text. Raises NotAFeed for what is visibly something else."""
    refuse_others(text)
    if LONG_TAG.search(text):
        text = LONG_TAG.sub(shortened, text)
    starts = [found.start() for found in ITEM_START.finditer(text)]
    head = text[: starts[0]] if starts else text
    return Document(
        text=first_items(text, starts) if len(starts) > MAX_ITEMS else text,
        item_count=len(starts),
        deleted=[found[1] for found in DELETED.finditer(text)][:MAX_ITEMS],
        skip_hours=hours_in(head),
        skip_days=days_in(head),
    )


def refuse_others(text: str) -> None:
    start = text.lstrip("\ufeff \t\r\n")
    if not start:
        raise NotAFeed("empty")
    root = root_of(start)
    if root in ("rss", "rdf", "feed", "channel"):
        return
    if root in ("urlset", "sitemapindex"):
        raise NotAFeed("sitemap")
    if root == "opml":
        raise NotAFeed("opml")
    if HTML_START.match(start) or root == "html":
        raise NotAFeed("page")
    if root is None or not ITEM_START.search(text):
        raise NotAFeed("not-feed")


def root_of(text: str) -> str | None:
    """Return the local name of the first element, in lower case; None for what is no XML."""
    place, text = 0, text[:HEAD_CHARS]
    while found := PROLOG.match(text, place):
        place = found.end()
    root = ROOT.match(text, place)
    return root[1].lower() if root else None


def shortened(found: re.Match[str]) -> str:
    return "" if found[0].count("=") > MAX_ATTRIBUTES else found[0]


def first_items(text: str, starts: list[int]) -> str:
    """Return the feed with its newest items only; nearly all feeds name the newest first.

    What follows the last item is cut off too; feedparser reads a document without its end.
    """
    if is_oldest_first(text, starts):
        return text[: starts[0]] + text[starts[-MAX_ITEMS] :]
    return text[: starts[MAX_ITEMS]]


def is_oldest_first(text: str, starts: list[int]) -> bool:
    from portal.ingest.parsing.dates import moment_of

    first, last = DATE.search(text, starts[0]), DATE.search(text, starts[-1])
    one = moment_of(None, first[1].strip()) if first else None
    other = moment_of(None, last[1].strip()) if last else None
    return bool(one and other and other > one)


def hours_in(head: str) -> list[int]:
    """Return the hours in which the feed asks not to be fetched; not all 24, which would be never."""
    found = SKIP_HOURS.search(head)
    hours = {int(each) % 24 for each in HOUR.findall(found[1])} if found else set()
    return sorted(hours) if len(hours) < 24 else []


def days_in(head: str) -> list[int]:
    found = SKIP_DAYS.search(head)
    names = [each[:3].lower() for each in DAY.findall(found[1])] if found else []
    days = {DAYS.index(name) for name in names if name in DAYS}
    return sorted(days) if len(days) < 7 else []
