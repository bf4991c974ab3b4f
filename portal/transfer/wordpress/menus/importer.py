"""Imports the old site's menus, once all that they lead to is there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import insert, select, update

from portal.extensions import db
from portal.models import MenuItem
from portal.models.base.slugs import slug_of
from portal.transfer import previous_imports
from portal.transfer.report import Outcome, Report
from portal.transfer.wordpress.menus.entries import MenuEntry, tree_of
from portal.transfer.wordpress.menus.targets import MenuTargets
from portal.transfer.wordpress.seen_ids import SeenIds
from portal.transfer.wordpress.terms.noun_index import NounIndex
from portal.transfer.wordpress.terms.taxonomy import Taxonomy
from portal.transfer.wordpress.wxr.export import Item

KIND = "nav_menu_item"
MAIN = re.compile(r"(?:^|\W)(?:main|primary|header|top|haupt|principal|hlavn|glown|ana)", re.I)
FOOTER = re.compile(r"(?:^|\W)(?:foot|bottom|fuss|pied)", re.I)
COMPARED = ("menu", "position", "label", "address", "parent_id", "category_id", "page_id")
NO_VALUES = {"label": "", "address": "", "category_id": None, "page_id": None}
MAX_MENU_CHARS = 40
MAX_KEY_CHARS = 190
IN_NO_MENU = "it is in no menu"
MADE_HERE = "an editor made a menu of this name here"

Menus = Mapping[str, Sequence[MenuEntry]]  # by the slug of the menu


class MenuImporter:
    """`seen` are the ids of this run's items by kind."""

    def __init__(
        self,
        nouns: NounIndex,
        taxonomy: Taxonomy,
        report: Report,
        seen: Mapping[str, SeenIds],
        is_rehearsal: bool,
    ) -> None:
        self.site = nouns.site
        self.targets = MenuTargets(nouns.site, taxonomy, seen, is_rehearsal)
        self.report = report
        self.is_rehearsal = is_rehearsal

    def import_all(self, items: Sequence[Item]) -> None:
        """Import every menu link, or report why it is skipped. Does not commit."""
        menus: dict[str, list[MenuEntry]] = defaultdict(list)
        for item in items:
            if terms := item.terms_in("nav_menu"):
                menus[terms[0].slug].append(self.targets.entry_of(item))
            else:
                self.report.skip(KIND, IN_NO_MENU)
        names = self.names_of(menus)
        for menu, entries in menus.items():
            if self.is_made_here(names[menu], menu, entries):
                for _ in entries:
                    self.report.skip(KIND, MADE_HERE)
            else:
                self.import_menu(menu, names[menu], tree_of(entries))

    def import_menu(self, menu: str, name: str, tops: Sequence[MenuEntry]) -> None:
        for position, top in enumerate(tops):
            place = {"menu": name, "position": position, "parent_id": None}
            id = self.import_entry(menu, top, place)
            for below, child in enumerate(top.children):
                place = {"menu": name, "position": below, "parent_id": id}
                self.import_entry(menu, child, place)

    def import_entry(self, menu: str, entry: MenuEntry, place: Mapping[str, Any]) -> int | None:
        """Add or update one link. Return its id."""
        if entry.skip_reason:
            self.report.skip(KIND, entry.skip_reason)
            return None
        values = {**NO_VALUES, **entry.values, **place}
        key, digest = key_of(menu, entry.item), digest_of(values)
        before = previous_imports.find(self.site, KIND, [key]).get(key)
        current = current_digest(before.noun_id) if before and before.digest != digest else {}
        outcome, reason = previous_imports.decide(before, digest, current)
        id = before.noun_id if before else None
        if outcome is Outcome.SKIPPED:
            self.report.skip(KIND, reason)
            return id if current else None
        self.report.count(KIND, outcome)
        if self.is_rehearsal:
            return id
        if outcome is Outcome.IMPORTED:
            adding = insert(MenuItem).values(values).returning(MenuItem.id)
            id = db.session.execute(adding).scalar_one()
            previous_imports.record(self.site, KIND, "menu_item", {key: id}, {key: digest})
        elif outcome is Outcome.UPDATED:
            db.session.execute(update(MenuItem).where(MenuItem.id == id).values(values))
            previous_imports.update_digests(self.site, KIND, {key: digest})
        return id

    def names_of(self, menus: Menus) -> dict[str, str]:
        """Return our name for each menu: as before, `main` or `footer` if it is that, else its own."""
        names = {menu: self.previous_name(menu, entries) for menu, entries in menus.items()}
        unnamed = {menu: entries for menu, entries in menus.items() if not names[menu]}
        used = {*names.values(), *db.session.scalars(select(MenuItem.menu).distinct())}
        footers = [menu for menu in unnamed if FOOTER.search(menu)]
        if footers and "footer" not in used:
            names[footers[0]] = "footer"
        if "main" not in used and (main := main_menu_of(unnamed)):
            names[main] = "main"
        return {
            menu: name or slug_of(menu, "menu")[:MAX_MENU_CHARS] for menu, name in names.items()
        }

    def previous_name(self, menu: str, entries: Sequence[MenuEntry]) -> str:
        """Return the name that the menu was imported under before; empty if it was not."""
        keys = [key_of(menu, each.item) for each in entries]
        ids = [each.noun_id for each in previous_imports.find(self.site, KIND, keys).values()]
        query = select(MenuItem.menu).where(MenuItem.id.in_(ids)).limit(1)
        return db.session.scalar(query) or "" if ids else ""

    def is_made_here(self, name: str, menu: str, entries: Sequence[MenuEntry]) -> bool:
        existing = db.session.scalar(select(MenuItem.id).filter_by(menu=name).limit(1))
        return existing is not None and not self.previous_name(menu, entries)


def main_menu_of(menus: Menus) -> str | None:
    """Return the menu with such a name, else the one with most categories, or else most pages."""
    fitting = [menu for menu in menus if not FOOTER.search(menu) and menus[menu]]
    named = [menu for menu in fitting if MAIN.search(menu)]

    def rank(menu: str) -> tuple[int, int]:
        values = [entry.values for entry in menus[menu]]
        return sum("category_id" in each for each in values), sum(
            "page_id" in each for each in values
        )

    best = max(fitting, key=rank, default=None)
    return named[0] if named else best if best and any(rank(best)) else None


def key_of(menu: str, item: Item) -> str:
    """Return the key of a link. Items of two menus may have the same number."""
    return f"{menu[:MAX_KEY_CHARS]}/{item.id}"


def digest_of(values: Mapping[str, Any]) -> str:
    return sha256(repr([values[name] for name in COMPARED]).encode()).hexdigest()


def current_digest(id: int) -> dict[int, str]:
    """Return the digest of the link with this id as it is now; nothing if it was deleted."""
    columns = [getattr(MenuItem, name) for name in COMPARED]
    row = db.session.execute(select(*columns).where(MenuItem.id == id)).first()
    return {id: digest_of(dict(zip(COMPARED, row, strict=True)))} if row else {}
