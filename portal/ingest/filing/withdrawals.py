"""Withdrawn items: not in the feed any more, and gone from the publisher's site."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from random import sample

from sqlalchemy import select

from portal.extensions import read_session
from portal.ingest.filing.preparing import Prepared
from portal.models import ItemState, WireItem, now
from portal.net.errors import FetchError, ResponseTooLarge
from portal.net.fetching import fetch

RECENT = timedelta(days=3)
MAX_REQUESTS = 3  # pages of the publisher, for one fetch of its feed
MAX_PAGE_BYTES = 500_000
GONE_STATUSES = (404, 410)


def withdrawn_ids(source_id: int, batch: Collection[Prepared], present: Collection[int]) -> list[int]:  # fmt: skip
    """Return the ids of items that the source took back.

    Feeds drop their oldest items, so an item that has left counts only while older ones are still
    there; and lists of the most read come and go, so its page must be gone, too.
    """
    dates = [each.item.published_at for each in batch if each.item.published_at]
    if not dates:
        return []
    query = select(WireItem.id, WireItem.address).where(
        WireItem.source_id == source_id,
        WireItem.fetched_at > now() - RECENT,
        WireItem.published_at > min(dates),
        WireItem.state.in_([ItemState.WAITING, ItemState.TAKEN]),
        WireItem.withdrawn_at.is_(None),
        WireItem.address != "",
    )
    with read_session() as session:
        left = [(id, address) for id, address in session.execute(query) if id not in present]
    asked = sample(left, min(len(left), MAX_REQUESTS))
    return [id for id, address in asked if is_gone(address)]


def is_gone(address: str) -> bool:
    try:
        return fetch(address, max_bytes=MAX_PAGE_BYTES).status in GONE_STATUSES
    except ResponseTooLarge:
        return False
    except FetchError:
        return False
