"""A report on one feed: what would be filed, and why anything would not. Changes nothing."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.ingest.failures import Failure, failure_of_document
from portal.ingest.filing.changes import is_changed
from portal.ingest.filing.matching import KnownItems, known_items
from portal.ingest.filing.preparing import Prepared, prepare
from portal.ingest.parsing import Feed, NotAFeed, parse_feed
from portal.ingest.parsing.decoding import decode
from portal.ingest.sources.aggregators import name_publishers, publishers_of
from portal.ingest.sources.discovery import feed_links
from portal.models import ItemState, Source, TextRule, WireItem, now

Report = dict[str, Any]


def unknown_source(feed_address: str) -> Source:
    """Return a source with the rules that a new one has."""
    return Source(
        name="", feed_address=feed_address, language="", text_rule=TextRule.EXCERPT.value,
        required_words="", refused_words="", category_rules=[], tag_rules=[], takes_pictures=False,
    )  # fmt: skip


def followed_source(session: Session, feed_address: str) -> Source | None:
    query = select(Source).filter_by(feed_address=feed_address)
    return session.scalar(query.options(joinedload(Source.feed_state)))


def report_of(body: bytes, address: str, content_type: str, source: Source, session: Session | None) -> Report:  # fmt: skip
    """Report on the bytes of a feed by the rules of a source; `session` knows what is here already."""
    try:
        feed = parse_feed(body, address, content_type, now())
    except NotAFeed as error:
        page = decode(body, content_type) if error.kind == "page" else ""
        return report_of_failure(failure_of_document(error), address, feed_links(page, address) if page else [])  # fmt: skip
    aggregator = name_publishers(feed, address)
    batch = prepare(feed.items, source, feed.home)
    known = known_items(session, source.id, batch) if session and source.id else KnownItems()
    if session and not source.id:
        known.elsewhere = known_items(session, 0, batch).elsewhere
    items = [report_of_item(each, known) for each in reversed(batch)]
    filed = sum(each["filed"] for each in items)
    return {
        **report_of_feed(feed, address, aggregator),
        "source": source.name or None,
        "filed": filed,
        "left_out": len(items) - filed,
        "items": items,
        "warnings": feed.warnings,
        "error": None,
    }


def report_of_feed(feed: Feed, address: str, aggregator: str) -> Report:
    return {
        "address": address,
        "format": feed.kind,
        "title": feed.title,
        "home": feed.home,
        "language": feed.language,
        "rights": feed.rights,
        "licence_address": feed.licence_address,
        "ttl_seconds": feed.ttl_seconds,
        "skip_hours": feed.skip_hours,
        "skip_days": feed.skip_days,
        "deleted": feed.deleted,
        "aggregator": aggregator or None,
        "publishers": publishers_of(feed.items) if aggregator else [],
    }


def report_of_item(prepared: Prepared, known: KnownItems) -> Report:
    item = prepared.item
    why = why_left_out(prepared, known)
    return {
        "filed": not why,
        "why": why or None,
        "headline": item.headline,
        "address": prepared.identity.address,
        "guid": item.guid,
        "published_at": item.published_at.isoformat() if item.published_at else None,
        "byline": item.byline,
        "language": item.language,
        "publisher": item.publisher,
        "publisher_address": item.publisher_address,
        "rights": item.rights,
        "terms": item.terms,
        "summary": item.summary,
        "body": prepared.body,
        "pictures": [asdict(each) for each in item.pictures],
        "draft": {
            "standfirst": prepared.carried.standfirst,
            "body": prepared.carried.body,
            "adaptation": prepared.carried.adaptation,
            "category_id": prepared.category_id,
            "tags": prepared.tag_names,
        },
        "identity": prepared.identity.keys,
        "warnings": item.warnings,
    }


def why_left_out(prepared: Prepared, known: KnownItems) -> str:
    """Return why an item would make no new draft, in words; empty if it would."""
    if prepared.is_repeated:
        return "The feed has it twice."
    here = known.match(prepared)
    if here is not None and not (here.state == ItemState.REFUSED and not prepared.reason):
        return why_known(here, prepared)
    if prepared.reason:
        return prepared.reason
    return "Another source has brought it already." if known.copied(prepared) else ""


def why_known(here: WireItem, prepared: Prepared) -> str:
    if here.state == ItemState.REFUSED:
        return prepared.reason
    if here.state == ItemState.DISMISSED:
        return "It was dismissed."
    if is_changed(here, prepared):
        return "It is here already; the source has changed it."
    return "It is here already."


def report_of_failure(problem: Failure, address: str, feeds: list[str] | None = None) -> Report:
    """Report that there is no feed; `feeds` are those that a page at this address names."""
    return {
        "address": address,
        "filed": 0,
        "left_out": 0,
        "items": [],
        "warnings": [],
        "error": {"kind": problem.kind, "text": problem.sentence},
        "feeds": feeds or [],
    }
