"""Finding the items that are here already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from portal.ingest.filing.identity import address_key, folded
from portal.ingest.filing.preparing import Prepared
from portal.models import ItemState, WireItem, WireKey

NOT_COMPARED = (defer(WireItem.body), defer(WireItem.summary), defer(WireItem.pictures))
MAX_KEYS = 5000  # in one query; PostgreSQL and SQLite allow 32,000 values


@dataclass(slots=True)
class KnownItems:
    """The items that share a key with some of a document.

    `mine` are those of the same source by key. `elsewhere` are the ids of items of other sources by
    the key of their address.
    """

    mine: dict[str, WireItem] = field(default_factory=dict)
    elsewhere: dict[str, int] = field(default_factory=dict)

    def match(self, prepared: Prepared) -> WireItem | None:
        """Return the item of this source that the prepared one is, if it is here."""
        for key in prepared.identity.keys:
            found = self.mine.get(key)
            if found and not (key.startswith("g") and contradicts(found, prepared)):
                return found
        return None

    def copied(self, prepared: Prepared) -> int | None:
        """Return the id of another source's item with the same canonical address."""
        return self.elsewhere.get(prepared.identity.shared_address)


def contradicts(known: WireItem, prepared: Prepared) -> bool:
    """True if two items have one guid and nothing else in common: then the guid is worth nothing."""
    item, identity = prepared.item, prepared.identity
    return (
        address_key(known.address) != address_key(identity.address)
        and folded(known.headline) != folded(item.headline)
        and known.content_hash != identity.content_hash
        and (known.published_at != item.published_at or item.published_at is None)
    )


def known_items(session: Session, source_id: int, batch: Sequence[Prepared]) -> KnownItems:
    """Look the items of a batch up, in one or two queries."""
    keys = list(dict.fromkeys(key for each in batch for key in each.identity.keys))
    addresses = [each.identity.shared_address for each in batch if each.identity.shared_address]
    return KnownItems(
        mine=items_by_key(session, source_id, keys),
        elsewhere=originals_by_address(session, source_id, addresses),
    )


def items_by_key(session: Session, source_id: int, keys: Sequence[str]) -> dict[str, WireItem]:
    ids: dict[str, int] = {}
    for part in parts(keys):
        query = select(WireKey.key, WireKey.item_id).where(WireKey.source_id == source_id, WireKey.key.in_(part))  # fmt: skip
        ids |= dict(session.execute(query).all())
    items: dict[int, WireItem] = {}
    for some in parts([*{*ids.values()}]):
        rows = select(WireItem).where(WireItem.id.in_(some)).options(*NOT_COMPARED)
        found = session.scalars(rows)
        items |= {item.id: item for item in found}
    return {key: items[id] for key, id in ids.items() if id in items}


def originals_by_address(session: Session, source_id: int, keys: Sequence[str]) -> dict[str, int]:
    """Return the first item of another source at each address, unless that source's rules refused it."""
    found: dict[str, int] = {}
    for part in parts(keys):
        query = (
            select(WireKey.key, WireItem.id)
            .join(WireItem, WireItem.id == WireKey.item_id)
            .where(WireKey.key.in_(part), WireKey.source_id != source_id)
            .where(WireItem.state.not_in([ItemState.REFUSED, ItemState.COPY]))
            .order_by(WireItem.id.desc())
        )
        found |= dict(session.execute(query).all())
    return found


def parts(values: Sequence) -> Iterable[Sequence]:
    return (values[at : at + MAX_KEYS] for at in range(0, len(values), MAX_KEYS))


def missing_keys(known: Mapping[str, WireItem], prepared: Prepared) -> list[str]:
    """Return the guid and address of a known item under which it was not seen before.

    They are remembered, so that nothing comes back under another name.
    """
    return [key for key in prepared.identity.keys if key[0] in "ga" and key not in known]
