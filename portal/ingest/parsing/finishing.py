"""The last step of each format: a cleaned body, and what follows from it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from portal.cleaning import TooLarge
from portal.cleaning.vocabulary import safe_address
from portal.ingest.parsing.bodies import clean_body, pictures_in, summary_of
from portal.ingest.parsing.items import FeedItem
from portal.ingest.parsing.plain_text import plain
from portal.wording.folding import plain_text

MAX_PICTURES = 20
MAX_HEADLINE_WORDS = 12


def finished(item: FeedItem, html: str) -> FeedItem:
    """Give an item its clean body, and what the feed left out: summary, headline, pictures."""
    try:
        item.body = clean_body(html)
    except TooLarge:
        item.warnings.append("Its text is too long or too deeply nested to be a story's.")
    words = plain_text(item.body)
    item.summary = item.summary or summary_of(words)
    if not item.headline and words:
        first = words.split()
        item.headline = " ".join(first[:MAX_HEADLINE_WORDS])[:200]
        item.headline += "…" if len(first) > MAX_HEADLINE_WORDS else ""
        item.warnings.append("It has no headline; its first words stand for one.")
    item.terms = [each for each in dict.fromkeys(item.terms) if each]
    by_address = {each.address: each for each in [*pictures_in(item.body), *item.pictures]}
    named = [each.address for each in item.pictures]
    order = dict.fromkeys([*named, *by_address])
    item.pictures = [by_address[address] for address in order][:MAX_PICTURES]
    return item


def web_address(link: Any, base: str) -> str:
    """Return an absolute http or https address that is safe to show; empty for any other."""
    text = plain(link)
    if not text:
        return ""
    try:
        whole = urljoin(base, text.replace(" ", "%20"))
    except ValueError:
        return ""
    safe = safe_address(whole) or ""
    return safe if safe.lower().startswith(("http://", "https://")) else ""
