"""The old site's people, categories and tags, and which of ours each became."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple
from urllib.parse import unquote

from sqlalchemy import insert, select

from portal.extensions import db
from portal.models import Author, Category, ImportOrigin, SiteVersion, Tag
from portal.models.base.slugs import free_slug, slug_of
from portal.transfer.wordpress.old_addresses import base_of
from portal.transfer.wordpress.redirects import lead_all
from portal.transfer.wordpress.wxr.export import Channel, Item, Named

MODELS: dict[str, Any] = {"author": Author, "category": Category, "tag": Tag}
CO_AUTHOR = "cap-"  # Co-Authors Plus puts it before its slugs
PRIMARY = ("_yoast_wpseo_primary_category", "rank_math_primary_category")
NONE_CHOSEN = "uncategorized"
LONGEST_KEY = 290  # WordPress keeps 200 of a slug


class Taken(NamedTuple):
    id: int
    name: str


class Nouns:
    """Finds the noun of each name, and makes it the first time unless this is a rehearsal.

    What the desk has removed since stays removed: its id is None. What is made is added with
    `commit`.
    """

    def __init__(self, site: str, is_rehearsal: bool) -> None:
        self.site = site
        self.is_rehearsal = is_rehearsal
        self.ids: dict[tuple[str, str], int | None] = {}
        self.taken: dict[str, dict[str, Taken]] = {}
        self.made: set[tuple[str, str]] = set()
        self.waiting: list[dict[str, Any]] = []  # origins
        self.olds: dict[str, dict[str, int]] = {}  # redirects
        self.channel = Channel()
        self.guests: Mapping[str, Named] = {}
        self.heads: dict[str, Named] = {}  # categories by their slugs there
        for kind, model in MODELS.items():
            words = Category.path_words if kind == "category" else model.slug
            rows = db.session.execute(select(words, model.id, model.name))
            self.taken[kind] = {each: Taken(id, name) for each, id, name in rows}
            there = {each.id for each in self.taken[kind].values()}
            origins = select(ImportOrigin.key, ImportOrigin.noun_id).filter_by(site=site, kind=kind)
            for key, id in db.session.execute(origins):
                self.ids[kind, key] = id if id in there else None
        tree = select(Category.id, Category.parent_id)
        self.parents = dict(db.session.execute(tree).all())
        self.paths = {each.id: words for words, each in self.taken["category"].items()}
        db.session.rollback()

    def meet(self, channel: Channel, guests: Mapping[str, Named]) -> None:
        """Make all that the head of the files lists."""
        self.channel, self.guests = channel, guests
        self.heads = {each.slug: each for each in channel.categories}
        self.keys = {each.id: each.slug for each in channel.categories}
        self.logins = {nice(login): login for login in channel.people}
        for login in channel.people:
            self.author(login)
        for guest in guests.values():
            self.guest(guest)
        for category in channel.categories:
            self.category(category.slug, category.name)
        for tag in channel.tags:
            self.tag(tag.slug, tag.name, tag.description, tag.id)
        self.commit()

    def commit(self) -> None:
        if self.waiting:
            db.session.execute(insert(ImportOrigin), self.waiting)
            lead_all(self.olds)
            SiteVersion.increment()
            db.session.commit()
            self.waiting, self.olds = [], {}

    # What an item is filed under

    def authors_of(self, item: Item) -> list[int]:
        """Those who share the byline, in their order; else who wrote it."""
        named = [self.co_author(term.slug, term.name) for term in item.filed("author")]
        if not named and item.creator:
            named = [self.author(item.creator)]
        return present(named)

    def categories_of(self, item: Item) -> list[int]:
        """The primary one first, as search plugins note it."""
        terms = item.filed("category")
        primary = self.keys.get(item.said(*PRIMARY))
        terms.sort(key=lambda term: (term.slug != primary, term.slug == NONE_CHOSEN))
        return present([self.category(term.slug, term.name) for term in terms])

    def tags_of(self, item: Item) -> list[int]:
        return present([self.tag(term.slug, term.name) for term in item.filed("post_tag")])

    def lineage(self, category_id: int) -> list[int]:
        """It and all that hold it."""
        parent = self.parents.get(category_id)
        return [category_id, *(self.lineage(parent) if parent else [])]

    # One by one

    def author(self, login: str) -> int | None:
        """By the name to sign in with, which is not kept where it is an e-mail address."""
        is_address = "@" in login
        key = sha256(login.encode()).hexdigest() if is_address else login[:LONGEST_KEY]
        if ("author", key) in self.ids:
            return self.ids["author", key]
        person = self.channel.people.get(login, Named("", login, login))
        olds = [] if is_address else [f"/author/{nice(login)}"]
        olds += [f"/?author={person.id}"] if person.id else []
        return self.make("author", key, signature(person.name), person.name, olds)

    def guest(self, guest: Named) -> int | None:
        short = guest.slug.removeprefix(CO_AUTHOR)[:LONGEST_KEY]
        if ("author", f"guest {short}") in self.ids:
            return self.ids["author", f"guest {short}"]
        name = signature(guest.name)
        return self.make(
            "author", f"guest {short}", name, name, [f"/author/{short}"], bio=guest.description
        )

    def co_author(self, slug: str, name: str) -> int | None:
        short = slug.removeprefix(CO_AUTHOR)
        for each in (slug, CO_AUTHOR + short, short):
            if each in self.guests:
                return self.guest(self.guests[each])
        if short in self.logins:
            return self.author(self.logins[short])
        return self.guest(Named("", short, name or short))

    def tag(self, slug: str, name: str, description: str = "", id: str = "") -> int | None:
        slug = slug[:LONGEST_KEY]
        if ("tag", slug) in self.ids:
            return self.ids["tag", slug]
        olds = [f"/tag/{unquote(slug)}"]
        return self.make("tag", slug, name, unquote(slug), olds, description=description)

    def category(self, slug: str, name: str) -> int | None:
        """Made under its parent, which is made first."""
        slug = slug[:LONGEST_KEY]
        if ("category", slug) in self.ids:
            return self.ids["category", slug]
        self.ids["category", slug] = None  # should it lie within itself
        head = self.heads.get(slug, Named("", slug, name))
        parent = self.category(head.parent, head.parent) if head.parent else None
        olds = [f"/category/{'/'.join(self.trail(slug))}"]
        olds += [f"/?cat={head.id}"] if head.id else []
        return self.make(
            "category", slug, head.name, unquote(slug), olds,
            parent_id=parent, description=head.description,
        )  # fmt: skip

    def trail(self, slug: str) -> list[str]:
        """The words of its old address, from the top of the tree down."""
        words: list[str] = []
        while slug and unquote(slug) not in words:
            words.insert(0, unquote(slug))
            slug = self.heads[slug].parent if slug in self.heads else ""
        return words

    def make(
        self, kind: str, key: str, name: str, words: str, olds: list[str], **values: Any
    ) -> int | None:
        """The id of a new noun, or of the same one that was here before."""
        name = name[:200] or key
        slug = slug_of(words, kind)
        parent = values.get("parent_id")
        prefix = f"{self.paths[parent]}/" if parent else ""
        taken = self.taken[kind]
        there = taken.get(prefix + slug)
        if there and there.name.casefold() == name.casefold() and there.id not in self.own(kind):
            id = there.id
        elif self.is_rehearsal:
            id = None
        else:
            slug = free_slug(slug, lambda each: prefix + each in taken)
            values |= {"path_words": prefix + slug} if kind == "category" else {}
            values |= {"links": []} if kind == "author" else {}
            table = MODELS[kind].__table__
            row = {"name": name, "slug": slug, **values}
            id = db.session.scalar(table.insert().returning(table.c.id), row)
            taken[prefix + slug] = Taken(id, name)
            if kind == "category":
                self.parents[id], self.paths[id] = parent, prefix + slug
        if id is not None and not self.is_rehearsal:
            self.remember(kind, key, id, olds, f"/{kind}/{prefix}{slug}")
        self.ids[kind, key] = id
        self.made.add((kind, key))
        return id

    def is_new_guest(self, slug: str) -> bool:
        return ("author", f"guest {slug.removeprefix(CO_AUTHOR)[:LONGEST_KEY]}") in self.made

    def own(self, kind: str) -> set[int | None]:
        return {id for (of_kind, _), id in self.ids.items() if of_kind == kind}

    def remember(self, kind: str, key: str, id: int, olds: list[str], path: str) -> None:
        self.waiting.append(
            {
                "site": self.site,
                "kind": kind,
                "key": key,
                "noun": kind,
                "noun_id": id,
                "digest": "",
            }
        )
        base = base_of(self.site)
        for old in olds:
            old = old if "?" in old else base + old
            if old != path:
                self.olds[old] = {f"{kind}_id": id}


def present(ids: list[int | None]) -> list[int]:
    return list(dict.fromkeys(id for id in ids if id is not None))


def signature(name: str) -> str:
    """The name of a person, never an e-mail address."""
    return name.partition("@")[0].strip() or "Author"


def nice(login: str) -> str:
    """As WordPress names the page of a person by what they sign in with."""
    return re.sub(r"[^a-z0-9_-]", "", re.sub(r"[\s./]+", "-", login.lower()))
