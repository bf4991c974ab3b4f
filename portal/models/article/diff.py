"""The difference between two texts of an article: by part, and in a body word by word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from html import escape
from itertools import zip_longest
from typing import Any, NamedTuple

from lxml import etree, html

from portal.wording.spaces import one_line

Fields = Mapping[str, Any]  # ArticleFields, or those of an older version

# Fields that are compared and chosen together, in the order of the form.
PARTS: dict[str, tuple[str, ...]] = {
    "headline": ("headline",),
    "standfirst": ("standfirst",),
    "kicker": ("kicker",),
    "body": ("body",),
    "picture": ("image", "alt", "decorative", "caption", "credit"),
    "category": ("category", "also"),
    "tags": ("tags",),
    "authors": ("authors",),
    "address": ("slug",),
    "origin": ("made", "source", "source_address", "original_headline", "original_language"),
    "indexing": ("indexing",),
    "language": ("language",),
    "wish": ("wish",),
}
# Beyond these a comparison takes seconds, so the text is shown as replaced as a whole.
MAX_WORDS, MAX_BLOCKS = 1_500, 3_000
ALIKE = 0.4  # of the words; or nearly all words of the shorter one
TOKENS = re.compile(r"\s+|\w+|[^\w\s]")
WITHIN = {"ul", "ol", "table", "thead", "tbody", "tfoot", "blockquote", "dl", "details"}


class DiffKind(StrEnum):
    """Whether words stayed, were removed, or were added."""

    SAME = "same"
    OUT = "out"
    IN = "in"


class Piece(NamedTuple):
    """Some words and what happened to them."""

    how: DiffKind
    words: str


class Block(NamedTuple):
    """One paragraph, heading, item, row or picture of a body. `html` is its source."""

    kind: str
    words: str
    html: str

    @property
    def marks(self) -> Counter[tuple[str, str]]:
        """Count its inline elements as (tag, address of link or picture)."""
        marked = (re.match(r"([\w-]+)(?:.*?\s(?:href|src|address)=\"([^\"]*))?", tag, re.S)
                  for tag in re.findall(r"<(\w[^>]*)>", self.html))  # fmt: skip
        return Counter((found[1], found[2] or "") for found in marked if found)


class Passage(NamedTuple):
    """The change of one block, or `same` unchanged blocks in a row.

    `formats` lists changes of formatting where the words stayed: ("in", "strong", "").
    """

    pieces: tuple[Piece, ...] = ()
    same: int = 0
    formats: tuple[tuple[DiffKind, str, str], ...] = ()


def parts_that_differ(old: Fields, new: Fields) -> list[str]:
    """Return the names in PARTS whose fields differ."""
    return [
        part
        for part, names in PARTS.items()
        if any(plain(old, name) != plain(new, name) for name in names)
    ]


def plain(fields: Fields, name: str) -> Any:
    """Return a field's value for comparison: all empty values are equal, and a set has no order."""
    if name in PARTS["picture"] and not fields.get("image"):
        return None
    value = fields.get(name)
    return sorted(value or ()) if name == "also" else value or None


def words_that_differ(old: str, new: str) -> list[Piece]:
    """Compare two lines word by word."""
    before, after = TOKENS.findall(old), TOKENS.findall(new)
    if max(len(before), len(after)) > MAX_WORDS:
        return [
            *piece(DiffKind.SAME if old == new else DiffKind.OUT, old),
            *piece(DiffKind.IN, new),
        ]
    pieces: list[Piece] = []
    for how, i1, i2, j1, j2 in matched(before, after):
        if how == "equal":
            pieces += piece(DiffKind.SAME, "".join(before[i1:i2]))
        else:
            pieces += piece(DiffKind.OUT, "".join(before[i1:i2]))
            pieces += piece(DiffKind.IN, "".join(after[j1:j2]))
    return smooth(pieces)


def piece(how: DiffKind, words: str) -> Iterator[Piece]:
    if words:
        yield Piece(how, words)


def smooth(pieces: list[Piece]) -> list[Piece]:
    """Join changes that only a space separates: “use their” reads better than word by word."""
    runs: list[Piece] = []
    out = into = ""
    for at, each in enumerate(pieces):
        is_gap = each.how is DiffKind.SAME and each.words.isspace() and 0 < at < len(pieces) - 1
        if each.how is DiffKind.SAME and not (is_gap and (out or into)):
            runs += [*piece(DiffKind.OUT, out), *piece(DiffKind.IN, into), each]
            out = into = ""
        else:
            out += each.words if each.how is not DiffKind.IN else ""
            into += each.words if each.how is not DiffKind.OUT else ""
    return [*runs, *piece(DiffKind.OUT, out), *piece(DiffKind.IN, into)]


def bodies_that_differ(old: str, new: str) -> list[Passage]:
    """Compare two bodies block by block, and changed blocks word by word. Empty if they are equal."""
    before, after = blocks_of(old), blocks_of(new)
    passages: list[Passage] = []
    same = 0
    for left, right in pairs(before, after):
        if left and right and left == right:
            same += 1
            continue
        if same:
            passages.append(Passage(same=same))
            same = 0
        passages.append(passage(left, right))
    if same and passages:
        passages.append(Passage(same=same))
    return passages


def passage(left: Block | None, right: Block | None) -> Passage:
    words = words_that_differ(left.words if left else "", right.words if right else "")
    if left is None or right is None:
        return Passage(tuple(words) or formats_only(left, right))
    out, into = left.marks - right.marks, right.marks - left.marks
    formats = [(DiffKind.OUT, *each) for each in out] + [(DiffKind.IN, *each) for each in into]
    if left.kind != right.kind:
        formats = [(DiffKind.OUT, left.kind, ""), (DiffKind.IN, right.kind, "")] + [
            each for each in formats if each[1] not in (left.kind, right.kind)
        ]
    return Passage(tuple(words), formats=tuple(formats))


def formats_only(left: Block | None, right: Block | None) -> tuple[Piece, ...]:
    """Describe a block without words by its kind: a rule, or a picture without alt text."""
    if left:
        return (Piece(DiffKind.OUT, f"[{left.kind}]"),)
    return (Piece(DiffKind.IN, f"[{right.kind}]"),) if right else ()


def pairs(
    before: Sequence[Block], after: Sequence[Block]
) -> Iterator[tuple[Block | None, Block | None]]:
    """Yield each block of one body with its counterpart in the other."""
    if max(len(before), len(after)) > MAX_BLOCKS:
        yield from zip_longest(before, after)
        return
    for how, i1, i2, j1, j2 in matched(before, after):
        if how == "equal":
            yield from zip(before[i1:i2], after[j1:j2], strict=True)
        else:
            yield from alike(before[i1:i2], after[j1:j2])


def alike(
    before: Sequence[Block], after: Sequence[Block]
) -> Iterator[tuple[Block | None, Block | None]]:
    """Yield each rewritten block beside the next one that is similar, if there is one."""
    rest = list(after)
    for left in before:
        near = next((n for n, right in enumerate(rest[:20]) if are_alike(left, right)), None)
        if near is None:
            yield left, None
            continue
        yield from ((None, skipped) for skipped in rest[:near])
        yield left, rest[near]
        rest = rest[near + 1 :]
    yield from ((None, right) for right in rest)


def are_alike(left: Block, right: Block) -> bool:
    if left.words == right.words:
        return True
    a, b = left.words.split(), right.words.split()
    if max(len(a), len(b)) > MAX_WORDS:
        return False
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    both = sum(block.size for block in blocks)
    return both > ALIKE * (len(a) + len(b)) / 2 or both > 0.7 * min(len(a), len(b))


def matched(
    before: Sequence[Any], after: Sequence[Any]
) -> Iterable[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, before, after, autojunk=False).get_opcodes()


def joined(base: str | None, theirs: str, mine: str) -> str:
    """Merge two bodies: blocks that both changed appear twice, blocks that either removed are gone.

    Without the common `base`, no block is removed.
    """
    left, right = whole_blocks(theirs), whole_blocks(mine)
    taken_out = set(whole_blocks(base or "")) - (set(left) & set(right))
    already = taken_out | set(left)
    kept: list[str] = []
    for how, i1, i2, j1, j2 in matched(left, right):
        kept += [each for each in left[i1:i2] if each not in taken_out]
        if how != "equal":
            kept += [each for each in right[j1:j2] if each not in already]
    return "\n".join(kept)


def whole_blocks(body: str) -> list[str]:
    """Return the top-level blocks of a body as written, lists and tables whole."""
    if not body.strip():
        return []
    found = []
    for each in html.fragments_fromstring(body):
        if isinstance(each, str):
            found.append(escape(each.strip(), quote=False))
            continue
        each.tail = None
        found.append(source_of(each))
    return [block for block in found if block]


def source_of(element: etree._Element) -> str:
    return str(etree.tostring(element, encoding="unicode", method="html"))


def blocks_of(body: str) -> list[Block]:
    """Return the blocks of a body: each list item, table row and quoted paragraph by itself."""
    if not body.strip():
        return []
    return list(read(html.fragment_fromstring(body, create_parent="div"), ""))


def read(parent: etree._Element, around: str) -> Iterator[Block]:
    if tidy(parent.text or ""):
        yield Block("p", tidy(parent.text or ""), tidy(parent.text or ""))
    for each in parent:
        kind = f"{around} {each.tag}".strip()
        tail = tidy(each.tail or "")
        each.tail = None
        if each.tag in WITHIN:
            yield from read(each, kind if each.tag in ("blockquote", "ol", "ul") else around)
        else:
            yield Block(kind, words_of(each), source_of(each))
        if tail:
            yield Block("p", tail, tail)


def words_of(element: etree._Element) -> str:
    """Return the text of an element; cells of a row are separated, pictures and embeds named."""
    if element.tag == "tr":
        return " | ".join(tidy("".join(cell.itertext())) for cell in element)
    shown = [
        each.get("alt") or each.get("address") or each.get("src") or ""
        for each in element.iter("img", "portal-embed")
    ]
    for line in element.iter("br"):
        line.tail = " " + (line.tail or "")
    return tidy(" ".join([*shown, "".join(element.itertext())]))


def tidy(text: str) -> str:
    return one_line(text)
