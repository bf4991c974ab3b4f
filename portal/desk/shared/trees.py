"""Categories and pages as the trees that they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from portal.extensions import db


def branches(noun: Any) -> Iterator[tuple[Any, int]]:
    """Every one with how far down it stands, each before those within it. One query."""
    within: dict[int | None, list[Any]] = defaultdict(list)
    name = getattr(noun, "name", None) or noun.title
    for each in db.session.scalars(select(noun).order_by(noun.position, name)):
        within[each.parent_id].append(each)

    def down(parent_id: int | None, depth: int) -> Iterator[tuple[Any, int]]:
        for each in within[parent_id]:
            yield each, depth
            yield from down(each.id, depth + 1)

    return down(None, 0)
