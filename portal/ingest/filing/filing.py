"""Writes what came in: new items with their drafts, changes of known ones. The only writing step.

Everything dear is done before: a transaction here is a few statements for a batch of items.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.extensions import db
from portal.ingest.filing.changes import Change, apply_change, copy_original, withdraw
from portal.ingest.filing.identity import guid_key
from portal.ingest.filing.matching import items_by_key, known_items, missing_keys
from portal.ingest.filing.new_items import Filed, add_keys, insert_new, reopen
from portal.ingest.filing.preparing import Prepared
from portal.ingest.filing.write_lock import exclusive_write
from portal.models import (
    ItemState,
    Source,
    WireItem,
)

BATCH_ITEMS = 25


def file_items(source_id: int, batch: Sequence[Prepared]) -> Filed:
    """Write a batch of items, the oldest first. Commits.

    A process that is killed in the middle leaves nothing of it; one that files the same items at the
    same moment finds them here.
    """
    try:
        filed = write(source_id, batch)
        db.session.commit()
    except (
        IntegrityError
    ):  # the source or a category was deleted, or somebody filed without the lock
        db.session.rollback()
        filed = write(source_id, batch)
        db.session.commit()
    return filed


def write(source_id: int, batch: Sequence[Prepared]) -> Filed:
    filed = Filed()
    source = db.session.get(Source, source_id)
    if source is None:
        return filed
    known = known_items(db.session(), source_id, batch)
    new: list[Prepared] = []
    for prepared in batch:
        item = known.match(prepared)
        if item is None:
            new.append(prepared)
            continue
        add_keys(item, missing_keys(known.mine, prepared))
        if item.state == ItemState.REFUSED:
            copy_original(item, prepared)
            if not prepared.reason:
                reopen(source, item, prepared, filed)
            continue
        change = apply_change(item, prepared)
        filed.updated += change is Change.UPDATED
        filed.offered += change is Change.OFFERED
    insert_new(source, new, known, filed)
    return filed


def withdraw_items(source_id: int, guids: Sequence[str], ids: Sequence[int]) -> int:
    """Note the items that a source has withdrawn, by their guids or ids. Commits. Return how many."""
    with exclusive_write():
        by_key = items_by_key(db.session(), source_id, [guid_key(guid) for guid in guids])
        by_id = db.session.scalars(select(WireItem).where(WireItem.id.in_(ids)))
        found = {item.id: item for item in [*by_key.values(), *by_id]}
        count = sum(withdraw(item) for item in found.values())
        db.session.commit()
    return count
