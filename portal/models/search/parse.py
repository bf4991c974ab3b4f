"""Parsing of a reader's query. Only quotation marks and a `*` at the end of a word are operators."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.wording.folding import other_spellings_of_word, words_of

MAX_QUERY_CHARS = 200
MAX_WORDS = 12
QUOTES = '"“”„«»'
PIECE = re.compile(rf"[{QUOTES}]([^{QUOTES}]*)[{QUOTES}]?|([^\s{QUOTES}]+)")

# Prefixes up to this length match too many words, so stories are labelled with them.
SHORT = 3


# What stands between two words of a folded text, and what may stand inside a word.
BETWEEN_WORDS = r"[\x00-\x2f\x3a-\x60\x7b-\x7f]+"
INNER_MARK = r"['.,~-]?"


@dataclass(frozen=True)
class Term:
    """Words next to each other. `is_open`: the last of them may be the start of a longer word.

    `spellings` are words that mean the same as the whole term, such as `dont` for `don't`.
    """

    words: tuple[str, ...]
    is_open: bool = False
    spellings: tuple[str, ...] = ()

    @property
    def is_short(self) -> bool:
        """True if it is found by its label."""
        return self.is_open and len(self.words[-1]) <= SHORT

    @property
    def alternatives(self) -> tuple[Term, ...]:
        """The term without its other spellings, then each of those as a term."""
        others = (Term((word,), self.is_open and may_be_open((word,))) for word in self.spellings)
        return (Term(self.words, self.is_open), *others)

    @property
    def pattern(self) -> str:
        """A regular expression for the term in folded letters."""
        return "|".join(each.own_pattern for each in self.alternatives)

    @property
    def own_pattern(self) -> str:
        end = "" if self.is_open else "(?![a-z0-9])"
        return "(?<![a-z0-9])" + BETWEEN_WORDS.join(map(pattern_of_word, self.words)) + end


def pattern_of_word(word: str) -> str:
    """Return a pattern that also finds the word with marks inside, and `ae` where ä is written."""
    letters = [re.escape(letter) for letter in word]
    for at in range(1, len(word) - 1):
        if word[at] == "e" and word[at - 1] in "aou":
            letters[at] = "e?"
    return INNER_MARK.join(letters)


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
        Term(
            words,
            may_be_open(words) and (piece.endswith("*") or number == len(pieces)),
            tuple(other_spellings_of_word(piece)),
        )
        if piece
        else Term(words)
        for number, (words, piece) in enumerate(pieces, start=1)
    ]
    return tuple(dict.fromkeys(terms))


def may_be_open(words: tuple[str, ...]) -> bool:
    """True if the last word is long enough: one letter, or few at the end of a phrase, match too much."""
    return len(words[-1]) > (1 if len(words) == 1 else SHORT)
