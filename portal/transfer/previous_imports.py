"""Remembers which of our articles, pages and menu links came from which item of another site.

With it an import can run again: it adds what is new, updates what has changed there, and leaves alone
what was edited or removed here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from sqlalchemy import Table, bindparam, select

from portal.extensions import db
from portal.models import ImportOrigin
from portal.transfer.report import Outcome

ORIGIN: Table = ImportOrigin.__table__  # type: ignore[assignment]
EDITED = "edited here since it was imported"
REMOVED = "deleted here since it was imported"

# An outcome, and the reason if the item is skipped.
Decision = tuple[Outcome, str]
# Returns the digests of what our nouns say now, by id; nouns that were deleted are missing.
CurrentDigests = Callable[[Collection[int]], Mapping[int, str]]


class PreviousImport(NamedTuple):
    """The noun that an item became, and the digest of what the item said then."""

    noun_id: int
    digest: str


def find(site: str, kind: str, keys: Collection[str]) -> dict[str, PreviousImport]:
    """Return what was imported before from these items of a site, by key."""
    query = select(ImportOrigin.key, ImportOrigin.noun_id, ImportOrigin.digest).where(
        ImportOrigin.site == site, ImportOrigin.kind == kind, ImportOrigin.key.in_(keys)
    )
    return {key: PreviousImport(id, digest) for key, id, digest in db.session.execute(query)}


def decide(before: PreviousImport | None, digest: str, current: Mapping[int, str]) -> Decision:
    """Decide what to do with an item whose digest is now `digest`."""
    if before is None:
        return Outcome.IMPORTED, ""
    if before.digest == digest:
        return Outcome.UNCHANGED, ""
    if before.noun_id not in current:
        return Outcome.SKIPPED, REMOVED
    if current[before.noun_id] != before.digest:
        return Outcome.SKIPPED, EDITED
    return Outcome.UPDATED, ""


def decide_all(
    site: str, kind: str, digests: Mapping[str, str], current_digests: CurrentDigests
) -> tuple[dict[str, Decision], dict[str, int]]:
    """Return the decision on each item by its key, and the ids of our nouns by the same keys."""
    before = find(site, kind, digests.keys())
    changed = {each.noun_id for key, each in before.items() if each.digest != digests[key]}
    current = current_digests(changed) if changed else {}
    decisions = {key: decide(before.get(key), digest, current) for key, digest in digests.items()}
    return decisions, {key: each.noun_id for key, each in before.items()}


def record(
    site: str, kind: str, noun: str, ids: Mapping[str, int], digests: Mapping[str, str]
) -> None:
    """Store which noun each new item became. Does not commit."""
    if ids:
        same = {"site": site, "kind": kind, "noun": noun}
        rows = [
            {**same, "key": key, "noun_id": id, "digest": digests[key]} for key, id in ids.items()
        ]
        db.session.execute(ORIGIN.insert(), rows)


def update_digests(site: str, kind: str, digests: Mapping[str, str]) -> None:
    """Store what items say now that were imported before. Does not commit."""
    changing = ORIGIN.update().where(
        ORIGIN.c.site == site, ORIGIN.c.kind == kind, ORIGIN.c.key == bindparam("of_key")
    )
    if digests:
        rows = [{"of_key": key, "new_digest": digest} for key, digest in digests.items()]
        db.session.execute(changing.values(digest=bindparam("new_digest")), rows)
