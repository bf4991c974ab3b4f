"""Our author, category or tag for each one of the old site, created when it is first met."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import insert, select

from portal.extensions import db
from portal.models import Author, Category, ImportOrigin, SiteVersion, Tag
from portal.models.base.slugs import free_slug, slug_of
from portal.models.site.redirect_insertion import insert_missing_redirects
from portal.models.taxonomy.category import RESERVED_CHILD_SLUGS
from portal.transfer.wordpress.addresses.old_paths import base_path_of

MODELS: dict[str, Any] = {"author": Author, "category": Category, "tag": Tag}
MAX_KEY_CHARS = 290  # WordPress stores 200 of a slug
MAX_NAME_CHARS = 200

Key = tuple[str, str]  # the kind of noun, and the old site's key


class Existing(NamedTuple):
    """A noun that is in the database under some slug."""

    id: int
    name: str


class NounIndex:
    """`ids` are our nouns by the old site's keys. The id of one that was deleted here is None.

    In a rehearsal nothing is created. What is created is committed by `commit`.
    """

    def __init__(self, site: str, is_rehearsal: bool) -> None:
        self.site = site
        self.is_rehearsal = is_rehearsal
        self.ids: dict[Key, int | None] = {}
        self.existing: dict[str, dict[str, Existing]] = {}  # by kind, then by slug or path
        self.created: set[Key] = set()
        self.new_origins: list[dict[str, Any]] = []
        self.new_redirects: dict[str, dict[str, int]] = {}
        for kind, model in MODELS.items():
            slug = Category.path_words if kind == "category" else model.slug
            rows = db.session.execute(select(slug, model.id, model.name))
            self.existing[kind] = {each: Existing(id, name) for each, id, name in rows}
            present = {each.id for each in self.existing[kind].values()}
            origins = select(ImportOrigin.key, ImportOrigin.noun_id).filter_by(site=site, kind=kind)
            for key, id in db.session.execute(origins):
                self.ids[kind, key] = id if id in present else None
        self.category_paths = {each.id: path for path, each in self.existing["category"].items()}
        db.session.rollback()

    def commit(self) -> None:
        """Store where the new nouns came from, and redirects from their old addresses."""
        if self.new_origins:
            db.session.execute(insert(ImportOrigin), self.new_origins)
            insert_missing_redirects(self.new_redirects)
            SiteVersion.increment()
            db.session.commit()
            self.new_origins, self.new_redirects = [], {}

    def get_or_create(
        self,
        kind: str,
        key: str,
        name: str,
        slug_words: str,
        old_addresses: list[str],
        **values: Any,
    ) -> int | None:
        """Return the id of the noun with this name, which is created if there is none.

        A noun that an editor made before counts if both its slug and its name are the same.
        """
        name = name[:MAX_NAME_CHARS] or key
        slug = slug_of(slug_words, kind)
        parent = values.get("parent_id")
        prefix = f"{self.category_paths[parent]}/" if parent else ""
        existing = self.existing[kind]
        same = existing.get(prefix + slug)
        is_same_name = same is not None and same.name.casefold() == name.casefold()
        id: int | None = None
        if same and is_same_name and same.id not in self.own_ids(kind):
            id = same.id
        elif not self.is_rehearsal:
            reserved = RESERVED_CHILD_SLUGS if kind == "category" and prefix else ()
            slug = free_slug(slug, lambda each: prefix + each in existing or each in reserved)
            id = self.create(kind, prefix + slug, {"name": name, "slug": slug, **values})
        if id is not None and not self.is_rehearsal:
            self.record(kind, key, id, old_addresses, f"/{kind}/{prefix}{slug}")
        self.ids[kind, key] = id
        self.created.add((kind, key))
        return id

    def add_alias(
        self, kind: str, key: str, id: int | None, old_addresses: list[str]
    ) -> int | None:
        """Let another key of the old site stand for a noun of ours too. Return the noun's id."""
        if id is not None and not self.is_rehearsal:
            self.record(kind, key, id, old_addresses, "")
        self.ids[kind, key] = id
        self.created.add((kind, key))
        return id

    def create(self, kind: str, path: str, row: dict[str, Any]) -> int:
        if kind == "category":
            row["path_words"] = path
        elif kind == "author":
            row["links"] = []
        table = MODELS[kind].__table__
        id: int = db.session.execute(table.insert().returning(table.c.id), row).scalar_one()
        self.existing[kind][path] = Existing(id, row["name"])
        if kind == "category":
            self.category_paths[id] = path
        return id

    def own_ids(self, kind: str) -> set[int | None]:
        """Return the nouns of a kind that other keys of the old site have become."""
        return {id for (each_kind, _), id in self.ids.items() if each_kind == kind}

    def record(self, kind: str, key: str, id: int, old_addresses: list[str], path: str) -> None:
        origin = {"site": self.site, "kind": kind, "key": key, "noun": kind, "noun_id": id}
        self.new_origins.append(origin | {"digest": ""})
        base = base_path_of(self.site)
        for old in old_addresses:
            old = old if "?" in old else base + old
            if old != path:
                self.new_redirects[old] = {f"{kind}_id": id}


def present(ids: list[int | None]) -> list[int]:
    """Return the ids that are not None, each once."""
    return list(dict.fromkeys(id for id in ids if id is not None))
