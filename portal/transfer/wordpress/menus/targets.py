"""Finds what the links of the old site's menus lead to on ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.cleaning.vocabulary import safe_address
from portal.extensions import db
from portal.models import Article, Page, Tag
from portal.transfer import previous_imports
from portal.transfer.wordpress.addresses.old_paths import old_path, target_of
from portal.transfer.wordpress.addresses.targets import targets_of
from portal.transfer.wordpress.menus.entries import NO_TARGET, MenuEntry
from portal.transfer.wordpress.seen_ids import SeenIds
from portal.transfer.wordpress.terms.taxonomy import Taxonomy
from portal.transfer.wordpress.wxr.export import Item, words_of

MAX_LABEL_CHARS = 200
TARGET_MISSING = "what it leads to was not imported"

Target = dict[str, Any] | None  # columns of a menu item


class MenuTargets:
    """`seen` are the ids of this run's items by kind."""

    def __init__(
        self, site: str, taxonomy: Taxonomy, seen: Mapping[str, SeenIds], is_rehearsal: bool
    ) -> None:
        self.site = site
        self.taxonomy = taxonomy
        self.seen = seen
        self.is_rehearsal = is_rehearsal

    def entry_of(self, item: Item) -> MenuEntry:
        """Return the item as an entry with its target, or with the reason that it has none."""
        entry = MenuEntry(item, {"label": words_of(item.title)[:MAX_LABEL_CHARS]})
        kind, noun = item.meta_value("_menu_item_type"), item.meta_value("_menu_item_object")
        key = item.meta_value("_menu_item_object_id")
        target: Target = None
        if kind == "custom":
            target = self.address(item.meta_value("_menu_item_url"))
            entry.skip_reason = "" if target else NO_TARGET
            entry.values |= target or {}
            return entry
        if kind == "taxonomy" and noun in ("category", "post_tag"):
            target = self.term(noun, key)
        elif kind == "post_type" and noun in ("page", "post"):
            target = self.text(noun, key)
        entry.skip_reason = TARGET_MISSING if target is None else ""
        entry.values |= target or {}
        return entry

    def address(self, address: str) -> Target:
        safe = safe_address(address)
        path = old_path(safe, self.site) if safe else None
        if safe and path:
            safe = target_of(safe, self.site, targets_of([path], db.session(), self.site)) or safe
        return {"address": safe} if safe else None

    def term(self, taxonomy: str, number: str) -> Target:
        channel = self.taxonomy.channel
        entries = channel.categories if taxonomy == "category" else channel.tags
        slug = next((each.slug for each in entries if each.id == number), None)
        if slug is None:
            return None
        kind = "category" if taxonomy == "category" else "tag"
        id = self.taxonomy.nouns.ids.get((kind, slug))
        if kind == "category":
            return {"category_id": id} if id or self.is_rehearsal else None
        tag = db.session.get(Tag, id) if id else None
        return {"address": tag.path} if tag else None

    def text(self, kind: str, key: str) -> Target:
        known = previous_imports.find(self.site, kind, [key]).get(key)
        if known is None:
            return {} if self.is_rehearsal and key in self.seen.get(kind, ()) else None
        if kind == "page":
            return {"page_id": known.noun_id} if db.session.get(Page, known.noun_id) else None
        article = db.session.get(Article, known.noun_id)
        return {"address": article.path} if article and article.path else None
