"""The links of a menu on their way from the export, and the tree that they form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.transfer.wordpress.wxr.export import Item

MAX_POSITION = 100_000
NO_TARGET = "it leads nowhere"


@dataclass
class MenuEntry:
    """A link: the values of the columns of ours, or the reason that it is skipped."""

    item: Item
    values: dict[str, Any] = field(default_factory=dict)
    skip_reason: str = ""
    children: list[MenuEntry] = field(default_factory=list)

    @property
    def position(self) -> int:
        order = self.item.order
        return min(int(order), MAX_POSITION) if order.isdecimal() else 0


def tree_of(entries: Sequence[MenuEntry]) -> list[MenuEntry]:
    """Return two levels, as our menus have them: deeper links join the second level.

    A heading without an address of its own takes that of its first link. Without links it is
    skipped, and the links of a skipped heading come to the top level.
    """
    by_id = {entry.item.id: entry for entry in entries}
    tops: list[MenuEntry] = []
    for entry in sorted(entries, key=lambda each: each.position):
        top = topmost(entry, by_id)
        (tops if top is entry else top.children).append(entry)
    for top in tops:
        first = next((each for each in top.children if not each.skip_reason), None)
        if top.skip_reason == NO_TARGET and first:
            top.values = {**first.values, "label": top.values["label"]}
            top.skip_reason = ""
    levels = [[top, *top.children] if top.skip_reason else [top] for top in tops]
    for top in tops:
        top.children = [] if top.skip_reason else top.children
    return [entry for level in levels for entry in level]


def topmost(entry: MenuEntry, by_id: Mapping[str, MenuEntry]) -> MenuEntry:
    """Return the ancestor of an entry that has no parent; in a circle, the last before it closes."""
    seen = {entry.item.id}
    while (parent := by_id.get(entry.item.meta_value("_menu_item_menu_item_parent"))) and (
        parent.item.id not in seen
    ):
        seen.add(parent.item.id)
        entry = parent
    return entry
