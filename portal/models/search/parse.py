"""What a reader typed, as words to find. Nothing in it is an operator, but quotes and a last star."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.models.search.folding import words_of

MAX_QUERY_CHARS = 200
MAX_WORDS = 12
QUOTES = '"“”„«»'
PIECE = re.compile(rf"[{QUOTES}]([^{QUOTES}]*)[{QUOTES}]?|([^\s{QUOTES}]+)")

# The index labels a story with beginnings as short as these, for they begin too many words.
SHORT = 3


@dataclass(frozen=True)
class Term:
    """Words that stand together. Open: the last of them may be the beginning of a longer one."""

    words: tuple[str, ...]
    is_open: bool = False

    @property
    def is_short(self) -> bool:
        return self.is_open and len(self.words[-1]) <= SHORT

    @property
    def pattern(self) -> str:
        """A regular expression for it in folded letters."""
        end = "" if self.is_open else "(?![a-z0-9])"
        return "(?<![a-z0-9])" + "[^a-z0-9]+".join(self.words) + end


def parse(text: str) -> tuple[Term, ...]:
    """Words and phrases in quotes, all of which a story must have.

    Open are the last word, which may not be typed to its end, and `dan*`. Looks at the first 200
    characters and the first 12 words.
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
    """One letter begins too many words to say anything; so do few letters at a phrase's end."""
    return len(words[-1]) > (1 if len(words) == 1 else SHORT)
