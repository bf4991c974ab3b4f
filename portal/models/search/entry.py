"""The search entry: a story's key in the index, and its indexed words."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import BigInteger, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.extensions import Model, db
from portal.models.search.parse import SHORT
from portal.wording.folding import other_spellings, plain_text, words_of

BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
# Keys per second of publication time: nearly one for each millisecond.
KEYS_PER_SECOND = 1024
LARGEST_KEY = 2**63 - 1
# Any odd number spreads the keys; this one is Knuth's (The Art of Computer Programming 6.4).
SCATTER = 2_654_435_761

# Separates two names, so that no phrase matches across them. Readers cannot type it.
GAP = "_"
# Numbers of words. PostgreSQL stores word positions up to 16,383.
LONGEST_NAMES, LONGEST_STANDFIRST, LONGEST_BODY, LONGEST_SPELLINGS = 500, 1_000, 13_000, 1_000


class SearchEntry(Model):
    """A story in the index. `key` grows with the time at which the story goes live, so the index in
    the order of its keys is sorted by date. `is_due`: its words changed or were never indexed.
    """

    __tablename__ = "search_entry"
    __table_args__ = (
        Index("ix_search_entry_due", "article_id", sqlite_where=db.text("is_due"),
              postgresql_where=db.text("is_due")),
    )  # fmt: skip

    article_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    is_due: Mapped[bool] = mapped_column(default=False)


class Text(NamedTuple):
    """A story's text as folded words, separated by spaces. Other spellings follow behind a GAP."""

    headline: str
    standfirst: str
    body: str

    @classmethod
    def of(cls, headline: str, standfirst: str, body: str) -> Text:
        return cls(
            indexed_words(headline, LONGEST_STANDFIRST),
            indexed_words(standfirst, LONGEST_STANDFIRST),
            indexed_words(plain_text(body), LONGEST_BODY),
        )


def indexed_words(text: str, longest: int) -> str:
    """Return the folded words, and behind a GAP their other spellings, which no phrase may span."""
    words, others = words_of(text)[:longest], other_spellings(text)[:LONGEST_SPELLINGS]
    return " ".join([*words, GAP, *others] if others else words)


@dataclass(frozen=True)
class Words:
    """All that is indexed of a story; `labels` are not words of its text."""

    text: Text
    names: str
    labels: set[str]

    @classmethod
    def of(cls, text: Text, names: Iterable[str], labels: Iterable[str]) -> Words:
        named = [
            word for name in names for word in (*words_of(name), GAP, *other_spellings(name), GAP)
        ][:LONGEST_NAMES]
        beginnings = beginnings_of({*text.headline.split(), *text.standfirst.split(), *named})
        return cls(text, " ".join(named), {*labels, *beginnings})


def beginnings_of(words: Collection[str]) -> set[str]:
    lengths = range(2, SHORT + 1)
    return {beginning(word[:length]) for length in lengths for word in words if len(word) > length}


def beginning(letters: str) -> str:
    return f"_{letters}"


def category_label(category_id: int) -> str:
    return f"c_{category_id}"


def author_label(author_id: int) -> str:
    return f"a_{author_id}"


def first_key(moment: datetime) -> int:
    """Return the lowest key of a story that goes live in this second."""
    return (moment - BEGINNING) // SECOND * KEYS_PER_SECOND


def free_keys(
    session: Session, moments: dict[int, datetime], own: Collection[int]
) -> dict[int, int]:
    """Return a key for each story by its id; no other story has it.

    Stories with the same second, as in imports, use keys of the seconds just before.
    """
    keys: dict[int, int] = {}
    waiting, doubled = dict(moments), 0
    while waiting:
        wanted = {id: wanted_key(moment, id, doubled) for id, moment in waiting.items()}
        taken = select(SearchEntry.key).where(SearchEntry.key.in_(wanted.values()))
        not_free = ({*session.scalars(taken)} - {*own}) | {*keys.values()}
        for id, key in wanted.items():
            if key not in not_free:
                not_free.add(key)
                keys[id] = key
                del waiting[id]
        doubled += 1
    return keys


def wanted_key(moment: datetime, id: int, doubled: int) -> int:
    """Return the key to try first, then others. Times of whole seconds, as in imports, use the id."""
    first = first_key(moment)
    if doubled:
        return first + KEYS_PER_SECOND - 1 - id * SCATTER % (KEYS_PER_SECOND << doubled)
    part = moment.microsecond * KEYS_PER_SECOND // 1_000_000
    return first + (part or id % KEYS_PER_SECOND)
