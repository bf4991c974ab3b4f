"""The index on SQLite: an FTS5 table that keeps no text, its rows numbered by the entries' keys."""

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

# bm25's weights of headline, standfirst, names, body, labels.
WEIGHTS = "10.0, 5.0, 3.0, 1.0, 0.0"

FOUND = """
    FROM search_words
    WHERE search_words MATCH :match AND rowid >= :since AND rowid < :before
    ORDER BY rowid DESC LIMIT :limit
"""


def write(session: Session, words: dict[int, Words]) -> None:
    """In the order of their keys: FTS5 writes out what it has gathered when a number steps back."""
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
    """Keys, newest first. FTS5 walks the words' lists side by side from that end, and stops."""
    asked = with_finished_words(session, asked)
    return keys(session, f"SELECT rowid {FOUND}", asked, limit)


def most_relevant(session: Session, asked: SearchQuery, limit: int) -> list[int]:
    """Keys of the newest that were found, the best first."""
    asked = with_finished_words(session, asked)
    ranked = f"SELECT rowid, bm25(search_words, {WEIGHTS}) AS worth {FOUND}"
    return keys(session, f"SELECT rowid FROM ({ranked}) ORDER BY worth, rowid DESC", asked, limit)  # noqa: S608


def with_finished_words(session: Session, asked: SearchQuery) -> SearchQuery:
    """Take an open word that very many stories have as it stands for a finished one.

    FTS5 must gather every list of a beginning before it can tell the newest.
    """
    if not any(term.is_open and not term.is_short for term in asked.terms):
        return asked
    finished = replace(asked, terms=tuple(Term(term.words) for term in asked.terms))
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
    """In FTS5's language. Folded words hold nothing that could be one of its operators."""
    labels = [f'"{label}"' for label in asked.labels]
    return " AND ".join([*map(spell, asked.terms), *labels])


def spell(term: Term) -> str:
    phrase = '"' + " ".join(term.words) + '"'
    if term.is_short:
        return f'({phrase} OR "{beginning(term.words[-1])}")'
    return f"{phrase} *" if term.is_open else phrase
