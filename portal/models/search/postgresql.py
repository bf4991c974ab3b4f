"""The index on PostgreSQL: one tsvector for each key, with a GIN index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.models.search.entry import GAP, Words, beginning
from portal.models.search.parse import Term
from portal.models.search.search_query import SearchQuery

# Weights of body, names, standfirst, headline.
WEIGHTS = "{0.1, 0.3, 0.5, 1.0}"
# A tsvector stores at most this many positions of a word.
MAX_POSITIONS = 255

# The newest stories show whether at least half of all match the query.
LOOKED_AT = 100
# Phrases are checked in the vectors of the newest stories that have their words, up to this number.
READ_FOR_PHRASES = 10_000

# Sequential scans are disabled in the transaction: the planner underestimates reading a vector.
THICK = """
    SELECT count(*), set_config('enable_seqscan', 'off', true) FROM (
        SELECT vector FROM search_words
        WHERE key >= :since AND key < :before ORDER BY key DESC LIMIT :looked_at
    ) AS newest WHERE vector @@ CAST(:query AS tsquery)
"""
WALK = """
    SELECT key, vector FROM (
        SELECT key, vector FROM search_words
        WHERE key >= :since AND key < :before ORDER BY key DESC LIMIT 3 * :limit
    ) AS newest WHERE vector @@ CAST(:query AS tsquery) LIMIT :limit
"""
# `key + 0` prevents a scan in the order of keys: these words should be looked up.
LOOK_UP = """
    SELECT key, vector FROM search_words
    WHERE vector @@ CAST(:words AS tsquery) AND key + 0 >= :since AND key + 0 < :before
    ORDER BY key + 0 DESC LIMIT :limit
"""
LOOK_UP_PHRASES = f"""
    SELECT key, vector FROM ({LOOK_UP.replace(":limit", ":read")}) AS newest
    WHERE vector @@ CAST(:query AS tsquery) ORDER BY key DESC LIMIT :limit
"""  # noqa: S608  our own words
WORTH = f"ts_rank('{WEIGHTS}', vector, CAST(:terms AS tsquery)) DESC, key DESC"


def write(session: Session, words: dict[int, Words]) -> None:
    session.execute(
        text(
            "INSERT INTO search_words (key, vector) VALUES (:key, CAST(:vector AS tsvector)) "
            "ON CONFLICT (key) DO UPDATE SET vector = excluded.vector"
        ),
        [{"key": key, "vector": vector_of(each)} for key, each in words.items()],
    )


def vector_of(words: Words) -> str:
    """Return the text form of a tsvector, so that no parser of PostgreSQL reads the words again."""
    places: dict[str, list[str]] = defaultdict(list)
    place = 0
    headline, standfirst, body = words.text
    for part, weight in (headline, "A"), (standfirst, "B"), (words.names, "C"), (body, ""):
        for word in (*part.split(), GAP):
            place += 1
            if word != GAP:
                places[word].append(f"{place}{weight}")
    placed = [f"'{word}':{','.join(found[:MAX_POSITIONS])}" for word, found in places.items()]
    return " ".join([*placed, *map(quote, words.labels)])


def erase(session: Session, keys: Iterable[int]) -> None:
    session.execute(text("DELETE FROM search_words WHERE key = ANY(:keys)"), {"keys": list(keys)})


def newest(session: Session, asked: SearchQuery, limit: int) -> list[int]:
    """Return keys, newest first."""
    return find(session, asked, limit, "key DESC")


def most_relevant(session: Session, asked: SearchQuery, limit: int) -> list[int]:
    """Return keys of the newest matches, most relevant first."""
    return find(session, asked, limit, WORTH)


def find(session: Session, asked: SearchQuery, limit: int, order: str) -> list[int]:
    """Scan from the newest if matches are frequent, else use the GIN index.

    GIN has no order: it returns every match before the newest are known.
    """
    values = {
        "since": asked.since,
        "before": asked.before,
        "limit": limit,
        "looked_at": LOOKED_AT,
        "read": READ_FOR_PHRASES,
        "terms": all_of(map(spell, asked.terms), ()),
        "query": all_of(map(spell, asked.terms), asked.labels),
        "words": all_of(map(spell_apart, asked.terms), asked.labels),
    }
    if session.scalar(text(THICK), values) * 2 >= LOOKED_AT:
        walked = keys(session, WALK, order, values)
        if len(walked) == limit:
            return walked
    has_phrases = any(len(term.words) > 1 for term in asked.terms)
    return keys(session, LOOK_UP_PHRASES if has_phrases else LOOK_UP, order, values)


def keys(session: Session, found: str, order: str, values: dict[str, Any]) -> list[int]:
    statement = f"SELECT key FROM ({found}) AS found ORDER BY {order}"  # noqa: S608  our own words
    return list(session.scalars(text(statement), values).all())


def all_of(terms: Iterable[str], labels: Iterable[str]) -> str:
    """Return a tsquery that all terms and labels match."""
    return " & ".join([*terms, *map(quote, labels)])


def spell(term: Term) -> str:
    return f"({' | '.join(map(spell_one, term.alternatives))})"


def spell_one(term: Term) -> str:
    if term.is_short:
        return f"({quote(term.words[-1])} | {quote(beginning(term.words[-1]))})"
    return f"({' <-> '.join(spelled_words(term))})"


def spell_apart(term: Term) -> str:
    """Return a tsquery for the term's words in any position."""
    apart = (
        spell_one(each) if each.is_short else f"({' & '.join(spelled_words(each))})"
        for each in term.alternatives
    )
    return f"({' | '.join(apart)})"


def spelled_words(term: Term) -> list[str]:
    *whole, last = map(quote, term.words)
    return [*whole, f"{last}:*" if term.is_open else last]


def quote(word: str) -> str:
    return f"'{word}'"
