"""Find a noun by typing its name: suggestions while typing, and the noun of a typed name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from flask_babel import lazy_gettext as _
from sqlalchemy import Select, case, func, or_, select

from portal.desk.shared.trees import branches
from portal.extensions import db
from portal.models import Author, Category, Editor, Page, Source, Tag
from portal.models.base.slugs import slug_of

MAX_SUGGESTIONS = 8


@dataclass(frozen=True)
class NounSearch:
    """A search for nouns of one kind.

    `kind` is the last part of the suggestions' address, `missing` the message for an unknown name.
    `find` returns every noun that a typed name may mean: none, one, or namesakes.
    """

    kind: str
    model: Any
    missing: Any
    suggest: Callable[[str], list[tuple[Any, str]]]
    find: Callable[[str], list[Any]]
    label: Callable[[Any], str]

    def by_id(self, id: int) -> Any:
        """Return the noun with this id, or None."""
        return db.session.get(self.model, id) if self.model else None

    def close_labels(self, text: str) -> list[str]:
        """Return the labels of similar names: with all of the text, its first word, or its beginning."""
        for part in (text, text.partition(" ")[0], text[:3]):
            if part and (found := self.suggest(part)):
                return [label for _noun, label in found]
        return []


def named_search(kind: str, model: Any, missing: Any, rule: Any = None) -> NounSearch:
    """Return a search for nouns with a `name`; namesakes are told apart by their slug.

    `rule` is an optional function that returns a further SQL condition.
    """

    def narrowed(query: Select) -> Select:
        return query if rule is None else query.where(rule())

    def suggest(text: str) -> list[tuple[Any, str]]:
        begins = case((model.name.istartswith(text, autoescape=True), 0), else_=1)
        query = select(model).where(name_contains(model, text)).order_by(begins, model.name)
        found = list(db.session.scalars(narrowed(query).limit(MAX_SUGGESTIONS)))
        return list(zip(found, labels(model, found), strict=True))

    def find(text: str) -> list[Any]:
        name = normalize("NFC", text)
        for same in (model.name == name, func.lower(model.name) == name.lower()):
            if found := db.session.scalars(narrowed(select(model).where(same))).all():
                return list(found)
        return find_by_label(name)

    def find_by_label(label: str) -> list[Any]:
        name, _space, rest = label.rpartition(" (")
        if not name or not hasattr(model, "slug"):
            return []
        same = model.name == name, model.slug == rest.removesuffix(")")
        return list(db.session.scalars(narrowed(select(model).where(*same))))

    return NounSearch(kind, model, missing, suggest, find, lambda noun: labels(model, [noun])[0])


def name_contains(model: Any, text: str) -> Any:
    """Return the condition that a name contains the text; slugs ignore accents and scripts."""
    named = model.name.icontains(text, autoescape=True)
    slug = slug_of(text, "")
    if not slug or not hasattr(model, "slug"):
        return named
    return or_(named, model.slug.contains(slug, autoescape=True))


def labels(model: Any, nouns: Iterable[Any]) -> list[str]:
    """Return the name of each noun, with its slug behind it if another one has the same name."""
    nouns = list(nouns)
    query = select(model.name).where(model.name.in_([each.name for each in nouns]))
    counts = Counter(db.session.scalars(query))
    return [
        f"{each.name} ({each.slug})"
        if counts[each.name] > 1 and hasattr(each, "slug")
        else each.name
        for each in nouns
    ]


def tree_search(kind: str, model: Any, missing: Any) -> NounSearch:
    """Return a search in a tree; a label is the whole path, "Islands › Gull Island"."""

    def all_labels() -> list[tuple[Any, str]]:
        return [(noun, path_label(noun)) for noun, _depth in branches(model)]

    def suggest(text: str) -> list[tuple[Any, str]]:
        words = text.casefold().replace("›", " ").split()
        found = [each for each in all_labels() if all(word in each[1].casefold() for word in words)]
        return found[:MAX_SUGGESTIONS]

    def find(text: str) -> list[Any]:
        wanted = normalize("NFC", text).casefold()
        whole = [noun for noun, label in all_labels() if label.casefold() == wanted]
        return whole or [
            noun for noun, _depth in branches(model) if name_of(noun).casefold() == wanted
        ]

    return NounSearch(kind, model, missing, suggest, find, path_label)


def either_search(kind: str, missing: Any, *searches: NounSearch) -> NounSearch:
    """Return a search for nouns of several kinds."""

    def suggest(text: str) -> list[tuple[Any, str]]:
        return [found for search in searches for found in search.suggest(text)][:MAX_SUGGESTIONS]

    def find(text: str) -> list[Any]:
        return [found for search in searches for found in search.find(text)]

    def label(noun: Any) -> str:
        return next(each.label(noun) for each in searches if isinstance(noun, each.model))

    return NounSearch(kind, None, missing, suggest, find, label)


def path_label(noun: Any) -> str:
    return " › ".join(name_of(each) for each in noun.lineage)


def name_of(noun: Any) -> str:
    return noun.title if isinstance(noun, Page) else noun.name


def is_unlinked() -> Any:
    """Return the condition that no editor writes as the author."""
    return Author.id.not_in(select(Editor.author_id).where(Editor.author_id.is_not(None)))


TAGS = named_search("tags", Tag, _("There is no tag called “%(name)s”."))
AUTHORS = named_search("authors", Author, _("There is no author called “%(name)s”."))
FREE_AUTHORS = named_search(
    "free-authors",
    Author,
    _("There is no author called “%(name)s” without an account."),
    is_unlinked,
)
SOURCES = named_search("sources", Source, _("There is no source called “%(name)s”."))
CATEGORIES = tree_search("categories", Category, _("There is no category called “%(name)s”."))
PAGES = tree_search("pages", Page, _("There is no page called “%(name)s”."))
CATEGORIES_AND_PAGES = either_search(
    "categories-and-pages", _("There is no category or page called “%(name)s”."), CATEGORIES, PAGES
)
