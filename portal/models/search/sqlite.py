"""The index on SQLite: an FTS5 table without stored text; its rowids are the keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from operator import itemgetter
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.models.search.entry import Words, beginning
from portal.models.search.parse import Term
from portal.models.search.search_query import MAX_COUNTED, SearchQuery

# Weights for bm25 of headline, standfirst, names, body, labels.
WEIGHTS = "10.0, 5.0, 3.0, 1.0, 0.0"

FOUND = """
    FROM search_words
    WHERE search_words MATCH :match AND rowid >= :since AND rowid < :before
    ORDER BY rowid DESC LIMIT :limit
"""


def write(session: Session, words: dict[int, Words]) -> None:
    """Insert in the order of keys: FTS5 flushes its buffer when a rowid decreases."""
    rows = [
        {
            "key": key,
            **each.text._asdict(),
            "names": each.names,
            "labels": " ".join(each.labels),
        }
        for key, each in sorted(words.items(), key=itemgetter(0))
    ]
    session.execute(
        text(
            "INSERT INTO search_words (rowid, headline, standfirst, names, body, labels) "
            "VALUES (:key, :headline, :standfirst, :names, :body, :labels)"
        ),
        rows,
    )


def erase(session: Session, keys: Iterable[int]) -> None:
    session.execute(
        text("DELETE FROM search_words WHERE rowid = :key"), [{"key": key} for key in keys]
    )


def newest(session: Session, asked: SearchQuery, limit: int) -> list[int]:
    """Return keys, newest first. FTS5 merges the words' lists from that end and stops at the limit."""
    asked = with_finished_words(session, asked)
    return keys(session, f"SELECT rowid {FOUND}", asked, limit)


def most_relevant(session: Session, asked: SearchQuery, limit: int) -> list[int]:
    """Return keys of the newest matches, most relevant first."""
    asked = with_finished_words(session, asked)
    ranked = f"SELECT rowid, bm25(search_words, {WEIGHTS}) AS worth {FOUND}"
    return keys(session, f"SELECT rowid FROM ({ranked}) ORDER BY worth, rowid DESC", asked, limit)  # noqa: S608


def with_finished_words(session: Session, asked: SearchQuery) -> SearchQuery:
    """Treat open words as complete if more than MAX_COUNTED stories have them as they stand.

    For a prefix FTS5 must merge the lists of all its words before it finds the newest match.
    """
    if not any(term.is_open and not term.is_short for term in asked.terms):
        return asked
    finished = replace(asked, terms=tuple(replace(term, is_open=False) for term in asked.terms))
    count = f"SELECT count(*) FROM (SELECT rowid {FOUND})"  # noqa: S608
    return (
        finished
        if session.scalar(text(count), values(finished, MAX_COUNTED + 1)) > MAX_COUNTED
        else asked
    )


def keys(session: Session, statement: str, asked: SearchQuery, limit: int) -> list[int]:
    return list(session.scalars(text(statement), values(asked, limit)).all())


def values(asked: SearchQuery, limit: int) -> dict[str, Any]:
    return {
        "match": expression(asked),
        "since": asked.since,
        "before": asked.before,
        "limit": limit,
    }


def expression(asked: SearchQuery) -> str:
    """Return the query in FTS5's syntax. Folded words contain none of its operators."""
    labels = [f'"{label}"' for label in asked.labels]
    return " AND ".join([*map(spell, asked.terms), *labels])


def spell(term: Term) -> str:
    return f"({' OR '.join(map(spell_one, term.alternatives))})"


def spell_one(term: Term) -> str:
    phrase = '"' + " ".join(term.words) + '"'
    if term.is_short:
        return f'{phrase} OR "{beginning(term.words[-1])}"'
    return f"{phrase} *" if term.is_open else phrase
