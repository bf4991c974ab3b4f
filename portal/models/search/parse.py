"""Parsing of a reader's query. Only quotation marks and a `*` at the end of a word are operators."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.wording.folding import words_of

MAX_QUERY_CHARS = 200
MAX_WORDS = 12
QUOTES = '"“”„«»'
PIECE = re.compile(rf"[{QUOTES}]([^{QUOTES}]*)[{QUOTES}]?|([^\s{QUOTES}]+)")

# Prefixes up to this length match too many words, so stories are labelled with them.
SHORT = 3


@dataclass(frozen=True)
class Term:
    """Words next to each other. `is_open`: the last of them may be the start of a longer word."""

    words: tuple[str, ...]
    is_open: bool = False

    @property
    def is_short(self) -> bool:
        """True if it is found by its label."""
        return self.is_open and len(self.words[-1]) <= SHORT

    @property
    def pattern(self) -> str:
        """A regular expression for the term in folded letters."""
        end = "" if self.is_open else "(?![a-z0-9])"
        return "(?<![a-z0-9])" + "[^a-z0-9]+".join(self.words) + end


def parse(text: str) -> tuple[Term, ...]:
    """Return the words and quoted phrases of a query, all of which a story must have.

    Open terms are the last word, which may be unfinished, and `dan*`. Reads at most 200 characters
    and 12 words.
    """
    pieces: list[tuple[tuple[str, ...], str]] = []
    left = MAX_WORDS
    for phrase, piece in PIECE.findall(text[:MAX_QUERY_CHARS]):
        if words := tuple(words_of(phrase or piece)[:left]):
            pieces.append((words, piece))
            left -= len(words)
    terms = [
        Term(words, may_be_open(words) and (piece.endswith("*") or number == len(pieces)))
        if piece
        else Term(words)
        for number, (words, piece) in enumerate(pieces, start=1)
    ]
    return tuple(dict.fromkeys(terms))


def may_be_open(words: tuple[str, ...]) -> bool:
    """True if the last word is long enough: one letter, or few at the end of a phrase, match too much."""
    return len(words[-1]) > (1 if len(words) == 1 else SHORT)
