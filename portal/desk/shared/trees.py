"""Categories and pages in the order of their trees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from portal.extensions import db


def branches(noun: Any) -> Iterator[tuple[Any, int]]:
    """Yield every object with its depth, each parent before its children. One query."""
    children: dict[int | None, list[Any]] = defaultdict(list)
    name = getattr(noun, "name", None) or noun.title
    for each in db.session.scalars(select(noun).order_by(noun.position, name)):
        children[each.parent_id].append(each)

    def below(parent_id: int | None, depth: int) -> Iterator[tuple[Any, int]]:
        for each in children[parent_id]:
            yield each, depth
            yield from below(each.id, depth + 1)

    return below(None, 0)
