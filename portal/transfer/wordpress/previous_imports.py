"""What became of each item before, and what is to become of it now."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from sqlalchemy import Table, bindparam, select

from portal.extensions import db
from portal.models import ImportOrigin
from portal.transfer.wordpress.report import Outcome

ORIGIN: Table = ImportOrigin.__table__  # type: ignore[assignment]
EDITED = "changed at our desk since it was imported"
REMOVED = "removed at our desk since it was imported"

Verdict = tuple[Outcome, str]
# The digests of what our nouns say, by their ids; without those that are no more.
Here = Callable[[Collection[int]], Mapping[int, str]]


class Known(NamedTuple):
    noun_id: int
    digest: str


def known(site: str, kind: str, keys: Collection[str]) -> dict[str, Known]:
    query = select(ImportOrigin.key, ImportOrigin.noun_id, ImportOrigin.digest).where(
        ImportOrigin.site == site, ImportOrigin.kind == kind, ImportOrigin.key.in_(keys)
    )
    return {key: Known(id, digest) for key, id, digest in db.session.execute(query)}


def verdict(before: Known | None, digest: str, here: Mapping[int, str]) -> Verdict:
    """What is to become of an item that says this now, and why it is skipped if it is."""
    if before is None:
        return Outcome.IMPORTED, ""
    if before.digest == digest:
        return Outcome.UNCHANGED, ""
    if before.noun_id not in here:
        return Outcome.SKIPPED, REMOVED
    if here[before.noun_id] != before.digest:
        return Outcome.SKIPPED, EDITED
    return Outcome.UPDATED, ""


def verdicts(
    site: str, kind: str, digests: Mapping[str, str], here: Here
) -> tuple[dict[str, Verdict], dict[str, int]]:
    """The verdict on each item by its key; and our nouns' ids by the same keys."""
    before = known(site, kind, digests.keys())
    changed = {each.noun_id for key, each in before.items() if each.digest != digests[key]}
    present = here(changed) if changed else {}
    found = {key: verdict(before.get(key), digest, present) for key, digest in digests.items()}
    return found, {key: each.noun_id for key, each in before.items()}


def remember(
    site: str, kind: str, noun: str, ids: Mapping[str, int], digests: Mapping[str, str]
) -> None:
    """Note which noun each new item became."""
    if ids:
        same = {"site": site, "kind": kind, "noun": noun}
        rows = [
            {**same, "key": key, "noun_id": id, "digest": digests[key]} for key, id in ids.items()
        ]
        db.session.execute(ORIGIN.insert(), rows)


def note(site: str, kind: str, digests: Mapping[str, str]) -> None:
    """Note what items say now that were known before."""
    changing = ORIGIN.update().where(
        ORIGIN.c.site == site, ORIGIN.c.kind == kind, ORIGIN.c.key == bindparam("of")
    )
    if digests:
        rows = [{"of": key, "said": digest} for key, digest in digests.items()]
        db.session.execute(changing.values(digest=bindparam("said")), rows)
