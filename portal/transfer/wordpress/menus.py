"""The old site's menus, once all that they lead to is here."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from sqlalchemy import insert, select, update

from portal.cleaning.vocabulary import safe_address
from portal.extensions import db
from portal.models import Article, MenuItem, Page, Tag
from portal.models.base.slugs import slug_of
from portal.transfer.wordpress import previous_imports
from portal.transfer.wordpress.old_addresses import old_path, targets_of
from portal.transfer.wordpress.report import Outcome, Report
from portal.transfer.wordpress.seen_ids import Seen
from portal.transfer.wordpress.terms_and_authors import Nouns
from portal.transfer.wordpress.wxr.export import Item, words_of

KIND = "nav_menu_item"
MAIN = re.compile(r"(?:^|\W)(?:main|primary|header|top|haupt|principal|hlavn|glown|ana)", re.I)
FOOT = re.compile(r"(?:^|\W)(?:foot|bottom|fuss|pied)", re.I)
COMPARED = ("menu", "position", "label", "address", "parent_id", "category_id", "page_id")
EMPTY = {"label": "", "address": "", "category_id": None, "page_id": None}
NOWHERE = "it leads nowhere"
NOT_HERE = "what it leads to is not here"
OF_NO_MENU = "it is in no menu"
DESK_MADE = "the desk has a menu of this name"


@dataclass
class Entry:
    """A link of a menu: the values it gives ours, or why it is left out."""

    item: Item
    values: dict[str, Any] = field(default_factory=dict)
    why_not: str = ""
    children: list[Entry] = field(default_factory=list)

    @property
    def position(self) -> int:
        return min(int(self.item.order), 100_000) if self.item.order.isdecimal() else 0


class Menus:
    """Sets menus from their items. `seen` are the keys of this run's items by their kinds."""

    def __init__(
        self, nouns: Nouns, report: Report, seen: Mapping[str, Seen], is_rehearsal: bool
    ) -> None:
        self.nouns = nouns
        self.site = nouns.site
        self.report = report
        self.seen = seen
        self.is_rehearsal = is_rehearsal

    def set(self, items: Sequence[Item]) -> None:
        """File every item, or count why not. Does not commit."""
        menus: dict[str, list[Entry]] = defaultdict(list)
        for item in items:
            if terms := item.filed("nav_menu"):
                menus[terms[0].slug].append(self.aimed(item))
            else:
                self.report.skip(KIND, OF_NO_MENU)
        names = self.named(menus)
        for menu, entries in menus.items():
            if self.is_desk_made(names[menu], menu, entries):
                for _ in entries:
                    self.report.skip(KIND, DESK_MADE)
            else:
                self.set_one(menu, names[menu], tree_of(entries))

    def set_one(self, menu: str, name: str, tops: Sequence[Entry]) -> None:
        for position, top in enumerate(tops):
            id = self.file(menu, top, {"menu": name, "position": position, "parent_id": None})
            for below, child in enumerate(top.children):
                self.file(menu, child, {"menu": name, "position": below, "parent_id": id})

    def file(self, menu: str, entry: Entry, place: Mapping[str, Any]) -> int | None:
        """Add or change one link; our id for it."""
        if entry.why_not:
            self.report.skip(KIND, entry.why_not)
            return None
        values = {**EMPTY, **entry.values, **place}
        key, digest = key_of(menu, entry.item), digest_of(values)
        before = previous_imports.known(self.site, KIND, [key]).get(key)
        here = digests_here(before.noun_id) if before and before.digest != digest else {}
        outcome, why_not = previous_imports.verdict(before, digest, here)
        id = before.noun_id if before else None
        if outcome is Outcome.SKIPPED:
            self.report.skip(KIND, why_not)
            return id if here else None
        self.report.count(KIND, outcome)
        if self.is_rehearsal:
            return id
        if outcome is Outcome.IMPORTED:
            adding = insert(MenuItem).values(values).returning(MenuItem.id)
            id = db.session.execute(adding).scalar_one()
            previous_imports.remember(self.site, KIND, "menu_item", {key: id}, {key: digest})
        elif outcome is Outcome.UPDATED:
            db.session.execute(update(MenuItem).where(MenuItem.id == id).values(values))
            previous_imports.note(self.site, KIND, {key: digest})
        return id

    # Where a link leads

    def aimed(self, item: Item) -> Entry:
        entry = Entry(item, {"label": words_of(item.title)[:200]})
        kind, of = item.said("_menu_item_type"), item.said("_menu_item_object")
        key = item.said("_menu_item_object_id")
        target: dict[str, Any] | None = None
        if kind == "custom":
            target = self.at_address(item.said("_menu_item_url"))
            entry.why_not = "" if target else NOWHERE
            entry.values |= target or {}
            return entry
        if kind == "taxonomy" and of in ("category", "post_tag"):
            target = self.term(of, key)
        elif kind == "post_type" and of in ("page", "post"):
            target = self.text(of, key)
        entry.why_not = NOT_HERE if target is None else ""
        entry.values |= target or {}
        return entry

    def at_address(self, address: str) -> dict[str, Any] | None:
        safe = safe_address(address)
        path = old_path(safe, self.site) if safe else None
        if path:
            safe = targets_of([path], db.session()).get(path, safe)
        return {"address": safe} if safe else None

    def term(self, taxonomy: str, number: str) -> dict[str, Any] | None:
        heads = self.nouns.channel.categories if taxonomy == "category" else self.nouns.channel.tags
        slug = next((each.slug for each in heads if each.id == number), None)
        if slug is None:
            return None
        kind = "category" if taxonomy == "category" else "tag"
        id = self.nouns.ids.get((kind, slug))
        if kind == "category":
            return {"category_id": id} if id or self.is_rehearsal else None
        tag = db.session.get(Tag, id) if id else None
        return {"address": tag.path} if tag else None

    def text(self, kind: str, key: str) -> dict[str, Any] | None:
        known = previous_imports.known(self.site, kind, [key]).get(key)
        if known is None:
            return {} if self.is_rehearsal and key in self.seen.get(kind, ()) else None
        if kind == "page":
            return {"page_id": known.noun_id} if db.session.get(Page, known.noun_id) else None
        article = db.session.get(Article, known.noun_id)
        return {"address": article.path} if article and article.path else None

    # What ours are called

    def named(self, menus: Mapping[str, list[Entry]]) -> dict[str, str]:
        """The name of each: as before; else `main` and `footer` for the two that are; else its own."""
        names = {menu: self.name_before(menu, entries) for menu, entries in menus.items()}
        free = {menu: entries for menu, entries in menus.items() if not names[menu]}
        there = {*names.values(), *db.session.scalars(select(MenuItem.menu).distinct())}
        feet = [menu for menu in free if FOOT.search(menu)]
        if feet and "footer" not in there:
            names[feet[0]] = "footer"
        if "main" not in there and (main := main_of(free)):
            names[main] = "main"
        return {menu: name or slug_of(menu, "menu")[:40] for menu, name in names.items()}

    def name_before(self, menu: str, entries: Sequence[Entry]) -> str:
        known = previous_imports.known(
            self.site, KIND, [key_of(menu, each.item) for each in entries]
        )
        ids = [each.noun_id for each in known.values()]
        query = select(MenuItem.menu).where(MenuItem.id.in_(ids)).limit(1)
        return db.session.scalar(query) or "" if ids else ""

    def is_desk_made(self, name: str, menu: str, entries: Sequence[Entry]) -> bool:
        there = db.session.scalar(select(MenuItem.id).filter_by(menu=name).limit(1))
        return there is not None and not self.name_before(menu, entries)


def main_of(menus: Mapping[str, list[Entry]]) -> str | None:
    """The one called so; else the one with the most categories, or else with the most pages."""
    fitting = [menu for menu in menus if not FOOT.search(menu) and menus[menu]]
    called = [menu for menu in fitting if MAIN.search(menu)]

    def worth(menu: str) -> tuple[int, int]:
        values = [entry.values for entry in menus[menu]]
        return sum("category_id" in each for each in values), sum(
            "page_id" in each for each in values
        )

    best = max(fitting, key=worth, default=None)
    return called[0] if called else best if best and any(worth(best)) else None


def tree_of(entries: Sequence[Entry]) -> list[Entry]:
    """Two levels, as our menus have them: what lies deeper joins the second.

    A heading that leads nowhere leads where its first link does; without links it is left out, and
    the links of one that is left out stand at the top.
    """
    by_id = {entry.item.id: entry for entry in entries}
    tops: list[Entry] = []
    for entry in sorted(entries, key=lambda each: each.position):
        top = topmost(entry, by_id)
        (tops if top is entry else top.children).append(entry)
    for top in tops:
        first = next((each for each in top.children if not each.why_not), None)
        if top.why_not == NOWHERE and first:
            top.values = {**first.values, "label": top.values["label"]}
            top.why_not = ""
    flat = [[top, *top.children] if top.why_not else [top] for top in tops]
    for top in tops:
        top.children = [] if top.why_not else top.children
    return [entry for some in flat for entry in some]


def topmost(entry: Entry, by_id: Mapping[str, Entry]) -> Entry:
    seen = {entry.item.id}
    while (above := by_id.get(entry.item.said("_menu_item_menu_item_parent"))) and (
        above.item.id not in seen
    ):
        seen.add(above.item.id)
        entry = above
    return entry


def key_of(menu: str, item: Item) -> str:
    """Items of two menus may share a number."""
    return f"{menu[:190]}/{item.id}"


def digest_of(values: Mapping[str, Any]) -> str:
    return sha256(repr([values[name] for name in COMPARED]).encode()).hexdigest()


def digests_here(id: int) -> dict[int, str]:
    columns = [getattr(MenuItem, name) for name in COMPARED]
    row = db.session.execute(select(*columns).where(MenuItem.id == id)).first()
    return {id: digest_of(dict(zip(COMPARED, row, strict=True)))} if row else {}
