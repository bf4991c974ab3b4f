"""One fetch of one source: fetch → parse → clean → file. Its failure touches no other source."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import joinedload

from portal.extensions import db, read_session
from portal.ingest.failures import (
    Failure,
    failure,
    failure_of_document,
    failure_of_fetch,
    failure_of_status,
)
from portal.ingest.filing.changes import is_changed
from portal.ingest.filing.filing import BATCH_ITEMS, file_items, withdraw_items
from portal.ingest.filing.identity import folded
from portal.ingest.filing.matching import KnownItems, known_items, missing_keys
from portal.ingest.filing.pictures import PictureImport
from portal.ingest.filing.preparing import Prepared, prepare
from portal.ingest.filing.withdrawals import withdrawn_ids
from portal.ingest.outcome import (
    Outcome,
    failed,
    succeeded,
    unchanged,
    usual_gap_seconds,
    warnings_of,
)
from portal.ingest.parsing import Feed, NotAFeed, parse_feed
from portal.ingest.rules.licence import carried
from portal.ingest.sources.aggregators import name_publishers, publishers_of
from portal.ingest.sources.discovery import ACCEPT, host_of
from portal.models import FeedState, Source, TextRule, now
from portal.net.errors import FetchError
from portal.net.fetching import FetchedResponse, fetch

log = logging.getLogger("portal")


def fetch_source(source_id: int) -> Outcome | None:
    """Fetch a source's feed and file what is new. None if there is nothing to fetch.

    What is filed is committed; the feed's state is the caller's to save, with those of other feeds.
    Raises OperationalError if the database is away or busy.
    """
    source = source_with_state(source_id)
    if source is None or source.feed_state is None or not source.feed_address:
        return None
    try:
        return attempt(source, source.feed_state)
    except OperationalError:
        raise  # the database is away or busy; the feed has no fault
    except Exception as error:
        log.exception("The feed of %s could not be read.", source.name)
        db.session.rollback()
        return failed(source, source.feed_state, failure("internal", type(error).__name__))


def source_with_state(source_id: int) -> Source | None:
    """Return a source as plain values: no transaction is open while the network answers."""
    with read_session() as session:
        query = select(Source).where(Source.id == source_id).options(joinedload(Source.feed_state))
        return session.scalar(query)


def attempt(source: Source, state: FeedState) -> Outcome:
    try:
        response = fetch(
            source.feed_address, accept=ACCEPT, etag=state.etag, last_modified=state.last_modified
        )
    except FetchError as error:
        return failed(source, state, failure_of_fetch(error))
    headers = response.headers
    body_hash = sha256(response.body).hexdigest()
    if response.status == 304:
        if state.etag or state.last_modified:
            return unchanged(source, state, headers)
        return failed(source, state, failure("unasked-304"))
    if problem := failure_of_status(response.status, "retry-after" in headers):
        return failed(source, state, problem, headers)
    if body_hash == state.body_hash:
        return unchanged(source, state, headers)
    try:
        feed = parse_feed(response.body, response.address, headers.get("content-type", ""), now())
    except NotAFeed as error:
        return failed(source, state, failure_of_document(error), headers)
    return file_feed(source, state, feed, response, body_hash)


def file_feed(source: Source, state: FeedState, feed: Feed, response: FetchedResponse, body_hash: str) -> Outcome:  # fmt: skip
    aggregator = name_publishers(feed, source.feed_address)
    batch = [each for each in prepare(feed.items, source, feed.home) if not each.is_repeated]
    with read_session() as session:
        known = known_items(session, source.id, batch)
        due = [each for each in batch if needs_filing(known, each)]
        present = {item.id for each in batch if (item := known.match(each))}
    if problem := taken_over(state, feed, bool(present)):
        return failed(source, state, problem, response.headers)
    add_pictures(source, [each for each in due if known.match(each) is None and not each.reason])
    outcome = Outcome(source.id, source.name)
    for at in range(0, len(due), BATCH_ITEMS):
        outcome.filed.add(file_items(source.id, due[at : at + BATCH_ITEMS]))
    withdrawn = withdrawn_ids(source.id, batch, present)
    if withdrawn or feed.deleted:
        outcome.filed.withdrawn = withdraw_items(source.id, feed.deleted, withdrawn)
    follow_move(source, response)
    outcome.values = {
        **succeeded(source, feed, response.headers),
        "body_hash": body_hash,
        "ttl_seconds": feed.ttl_seconds,
        "skip_hours": feed.skip_hours,
        "skip_days": feed.skip_days,
        "title": feed.title,
        "home": feed.home,
        "aggregator": aggregator,
        "publishers": publishers_of(feed.items) if aggregator else [],
        "warnings": warnings_of(feed),
    }
    if outcome.filed.new:
        outcome.values |= {"last_new_at": now(), "usual_gap_seconds": usual_gap_seconds(source.id)}
    return outcome


def needs_filing(known: KnownItems, prepared: Prepared) -> bool:
    item = known.match(prepared)
    return item is None or is_changed(item, prepared) or bool(missing_keys(known.mine, prepared))


def taken_over(state: FeedState, feed: Feed, has_known: bool) -> Failure | None:
    """Return a failure if another feed answers at this address: other title, other site, other items."""
    if not (state.title and state.home and feed.title and feed.home) or has_known:
        return None
    if folded(state.title) == folded(feed.title) or host_of(state.home) == host_of(feed.home):
        return None
    here = f"it was “{state.title}” of {host_of(state.home)}, and is"
    return failure("other-feed", f"{here} “{feed.title}” of {host_of(feed.home)}.")


def add_pictures(source: Source, batch: Sequence[Prepared]) -> None:
    """Fetch the pictures of new items before any transaction begins, if the licence allows it."""
    if not source.takes_pictures:
        return
    pictures = PictureImport(source)
    for each in batch:
        each.image_id = pictures.lead_image_id(each.item)
        if source.text_rule == TextRule.FULL:
            body = pictures.body_with_images(each.item)
            each.carried = carried(each.item, source.text_rule, body)


def follow_move(source: Source, response: FetchedResponse) -> None:
    """Follow a permanent redirect (301, 308) from now on, unless another source follows that feed."""
    if not response.moved_to or response.moved_to == source.feed_address:
        return
    taken = select(Source.id).where(Source.feed_address == response.moved_to)
    with read_session() as session:
        if session.scalar(taken) is not None:
            return
    mine = Source.id == source.id, Source.feed_address == source.feed_address
    moved = update(Source).where(*mine).values(feed_address=response.moved_to)
    db.session.execute(moved.execution_options(synchronize_session=False))
    db.session.commit()
