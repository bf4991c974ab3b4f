"""The differences between two versions of an article, as editors read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from portal.desk.articles.editing.choices import HOW_MADE, INDEXING
from portal.extensions import db
from portal.models import Author, Category, Image, Revision, Tag
from portal.models.article.diff import (
    TOKENS,
    DiffKind,
    Fields,
    Passage,
    Piece,
    bodies_that_differ,
    parts_that_differ,
    words_that_differ,
)
from portal.web.date_formats import date_and_time
from portal.wording.word_count import count_words

LABELS = {
    "headline": _("Headline"),
    "standfirst": _("Standfirst"),
    "kicker": _("Kicker"),
    "body": _("Body"),
    "picture": _("Picture"),
    "category": _("Category"),
    "tags": _("Tags"),
    "authors": _("Authors"),
    "address": _("Address"),
    "origin": _("Source"),
    "indexing": _("Search engines"),
    "language": _("Language"),
    "wish": _("Publication time"),
}
FORMATS = {
    "a": _("link"), "abbr": _("abbreviation"), "blockquote p": _("quotation"), "br": _("line break"),
    "caption": _("caption"), "cite": _("title of a work"), "code": _("code"), "em": _("italic"),
    "figure": _("picture"), "h2": _("heading"), "h3": _("smaller heading"), "h4": _("smallest heading"),
    "hr": _("dividing line"), "img": _("picture"), "ol li": _("numbered list"), "p": _("paragraph"),
    "portal-embed": _("embed"), "pre": _("code block"), "s": _("strikethrough"), "span": _("language"),
    "strong": _("bold"), "sub": _("subscript"), "sup": _("superscript"), "th": _("table header"),
    "tr": _("table row"), "ul li": _("list"),
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """A part of the article that differs, such as the body, with its passages."""

    part: str
    label: str
    passages: list[Passage]


def compare(old: Fields, new: Fields) -> list[Change]:
    """Return every part that differs, in the order of the form."""
    return [
        Change(part, str(LABELS[part]), compare_part(part, old, new))
        for part in parts_that_differ(old, new)
    ]


def compare_parts(parts: Iterable[str], theirs: Fields, mine: Fields) -> list[Change]:
    """Return the given parts as differences from theirs to mine."""
    return [Change(part, str(LABELS[part]), compare_part(part, theirs, mine)) for part in parts]


def compare_part(part: str, old: Fields, new: Fields) -> list[Passage]:
    if part == "body":
        return bodies_that_differ(old.get("body") or "", new.get("body") or "")
    if part in ("tags", "authors", "category"):
        return [Passage(tuple(compare_names(names(part, old), names(part, new))))]
    lines = zip_longest(lines_of(part, old), lines_of(part, new), fillvalue="")
    return [Passage(tuple(words_that_differ(*both))) for both in lines if any(both)]


def compare_names(old: list[str], new: list[str]) -> list[Piece]:
    """Return the names that stay, those removed, and those added."""
    if set(old) == set(new):  # only the order differs, which matters for authors
        return [Piece(DiffKind.OUT, ", ".join(old)), Piece(DiffKind.IN, ", ".join(new))]
    same = [name for name in old if name in new]
    pieces = [Piece(DiffKind.SAME, ", ".join(same) + " ")] if same else []
    for kind, found in ((DiffKind.OUT, set(old) - set(new)), (DiffKind.IN, set(new) - set(old))):
        listed = ", ".join(name for name in (*old, *new) if name in found)
        pieces += [Piece(kind, listed), Piece(DiffKind.SAME, " ")] if listed else []
    return pieces


def names(part: str, fields: Fields) -> list[str]:
    if part == "tags":
        tags = fields.get("tags") or ()
        return [each if isinstance(each, str) else name_of(Tag, each) for each in tags]
    if part == "authors":
        return [name_of(Author, id) for id in fields.get("authors") or ()]
    ids = [fields.get("category"), *(fields.get("also") or ())]
    return [name_of(Category, id) for id in ids if id]


def name_of(noun: type, id: int) -> str:
    found = db.session.get(noun, id)
    return found.name if found else gettext("(removed)")


def lines_of(part: str, fields: Fields) -> list[str]:
    """Return the content of a part, one line for each field of it."""
    if part == "picture":
        return picture_lines(fields)
    if part == "wish":
        wish = fields.get("wish")
        return [date_and_time(datetime.fromisoformat(wish))] if wish else [gettext("Now")]
    if part == "origin":
        made = {each.value: str(each.label) for each in HOW_MADE}
        names = ("source", "source_address", "original_headline", "original_language")
        return [made.get(fields.get("made") or "", ""), *(fields.get(name) or "" for name in names)]
    if part == "indexing":
        rules = {each.value: str(each.label) for each in INDEXING}
        return [rules.get(fields.get("indexing") or "", "")]
    return [fields.get({"address": "slug"}.get(part, part)) or ""]


def picture_lines(fields: Fields) -> list[str]:
    image = db.session.get(Image, fields["image"]) if fields.get("image") else None
    if image is None:
        return [gettext("No picture")]
    alt = gettext("Decorative only") if fields.get("decorative") else fields.get("alt") or ""
    name = image.file_name or gettext("Picture %(number)s", number=image.id)
    return [name, alt, fields.get("caption") or "", fields.get("credit") or ""]


def words_added_and_removed(found: list[Change]) -> tuple[int, int]:
    """Return the number of words added and the number removed."""
    pieces = [each for change in found for passage in change.passages for each in passage.pieces]
    counted = {
        kind: sum(word_count_of(each) for each in pieces if each.how is kind) for kind in DiffKind
    }
    return counted[DiffKind.IN], counted[DiffKind.OUT]


def word_count_of(piece: Piece) -> int:
    return count_words(" ".join(t for t in TOKENS.findall(piece.words) if t[0].isalnum()))


def summary(old: Fields | None, new: Fields) -> str:
    """Return what a save changed: "38 words more", or "headline, standfirst"."""
    if old is None:
        return ""
    parts = parts_that_differ(old, new)
    if parts != ["body"]:
        return ", ".join(str(LABELS[part]) for part in parts).lower()
    more, less = words_added_and_removed(compare(old, new))
    if more == less == 0:
        return gettext("formatting")
    if more >= less:
        return ngettext("%(num)s word more", "%(num)s words more", more - less)
    return ngettext("%(num)s word less", "%(num)s words less", less - more)


def summaries(revisions: Sequence[Revision]) -> dict[int, str]:
    """Return a summary for each revision, by its id. `revisions` are ordered newest first."""
    found = {}
    for at, each in enumerate(revisions):
        before = next((old for old in revisions[at + 1 :] if old.version is not None), None)
        found[each.id] = summary(before.fields if before else None, each.fields)
    return found


def formatting_changes(passage: Passage) -> str:
    """Return the changes of formatting in a passage: "added bold, removed link to …"."""
    return ", ".join(formatting_change(*each) for each in sorted(passage.formats))


def formatting_change(how: DiffKind, kind: str, where: str) -> str:
    name = FORMATS.get(kind) or FORMATS.get(kind.split()[-1]) or kind
    if where:
        name = gettext("%(what)s to %(address)s", what=name, address=where)
    if how is DiffKind.IN:
        return gettext("added %(what)s", what=name)
    return gettext("removed %(what)s", what=name)
