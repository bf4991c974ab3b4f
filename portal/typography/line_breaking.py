"""Line breaking without a browser: where words may be divided, and where lines may end."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from math import inf

from portal.typography.text_width import (
    SOFT_HYPHEN,
    base_of,
    clusters,
    em_of,
    is_ideograph,
    width_of,
)

VOWELS = "aeiouyəœæøıаеиоуыэюяіїєαεηιουω"
SYLLABLE = re.compile(f"(?:sch|[ckpstz]h|[bcdfgkpqt][lr]|[^{VOWELS}\\W])[{VOWELS}]")
SPACE = em_of(" ")
ENDS_WEAKLY = 4.0  # as bad as two em of unused width
STAYS_BEHIND = frozenset({"Pe", "Pf", "Po", "Lm"})  # closing marks, 。 and the long-vowel sign
BREAKING_SPACES = re.compile(r"[^\S\xa0\u2007\u202f]+")  # all but the no-break ones (UAX #14, GL)
AFTER_A_HYPHEN = re.compile(r"(?<=\w{3}[-–/])(?=\w{3})")


@dataclass
class Piece:
    """A word, or a character of a script without spaces. `gap`: a space precedes it."""

    text: str
    gap: bool

    @cached_property
    def width(self) -> float:
        return width_of(self.text)


def pieces_of(text: str, measure: float | None = None) -> list[Piece]:
    """Return the pieces of a text; those wider than `measure`, in em, are divided further."""
    return [
        Piece(part, gap=number == 0)
        for word in BREAKING_SPACES.split(text)
        for number, part in enumerate(parts_of(word, measure))
    ]


@lru_cache(maxsize=8192)
def parts_of(word: str, measure: float | None) -> tuple[str, ...]:
    """Return the parts of a word; cached, because words recur in headlines."""
    whole = (piece for part in AFTER_A_HYPHEN.split(word) for piece in divided_by_script(part))
    return tuple(each for piece in whole for each in divided(piece, measure) if each)


def divided_by_script(word: str) -> list[str]:
    """Divide Han and kana into characters, each with its closing marks; other words stay whole."""
    parts: list[str] = []
    alone = False
    for cluster in clusters(word):
        was_alone, alone = alone, is_ideograph(cluster)
        opens = bool(parts) and unicodedata.category(parts[-1][-1]) in ("Ps", "Pi")
        stays = unicodedata.category(cluster[0]) in STAYS_BEHIND
        if parts and (opens or stays or not (alone or was_alone)):
            parts[-1] += cluster
        else:
            parts.append(cluster)
    return parts


def divided(word: str, measure: float | None) -> list[str]:
    """Divide a word that is too wide for a line, with hyphens; else return it whole."""
    whole = word.replace(SOFT_HYPHEN, "")
    if measure is None or width_of(whole) <= measure:
        return [whole]
    hyphen = "-" if has_letters_that_part(word) else ""
    parts, rest = [], clusters(word)
    while width_of("".join(rest)) > measure:
        end = last_break(rest, measure - width_of(hyphen))
        head = "".join(rest[:end])
        parts.append(head.replace(SOFT_HYPHEN, "") + ("" if head.endswith("-") else hyphen))
        rest = rest[end:]
    return [*parts, "".join(rest).replace(SOFT_HYPHEN, "")]


def last_break(word: list[str], measure: float) -> int:
    """Return where to divide it, in clusters: at a soft hyphen, else before a syllable, else where it fits."""
    fits = 1
    while fits < len(word) and width_of("".join(word[: fits + 1])) <= measure:
        fits += 1
    folded = "".join(base_of(cluster).lower()[0] for cluster in word)
    soft = [end for end in range(2, fits + 1) if word[end - 1] == SOFT_HYPHEN]
    syllables = [each.start() for each in SYLLABLE.finditer(folded)]
    return max(soft or [end for end in syllables if 3 <= end <= min(fits, len(word) - 3)] or [fits])


def set_in_lines(pieces: list[Piece], measure: float, most: int) -> list[str]:
    """Return the fewest lines that fit, evenly filled; empty if they are more than `most`."""
    fewest = lines_needed(pieces, measure)
    if fewest > most:
        return []

    @cache
    def best(start: int, lines: int) -> tuple[float, tuple[int, ...]]:
        """Return the cost of all pieces from `start`, and the end of each line."""
        if start == len(pieces) or lines == 0:
            return (0.0, ()) if start == len(pieces) and lines == 0 else (inf, ())
        found: tuple[float, tuple[int, ...]] = (inf, ())
        width = 0.0
        for end in range(start + 1, len(pieces) + 1):
            piece = pieces[end - 1]
            width += piece.width + (SPACE if piece.gap and end - 1 > start else 0)
            if width > measure:
                break
            cost, ends = best(end, lines - 1)
            cost += (measure - width) ** 2 + (ENDS_WEAKLY if is_weak_end(piece) else 0)
            if cost < found[0]:
                found = cost, (end, *ends)
        return found

    _, ends = best(0, int(fewest))
    return [joined(pieces[a:b]) for a, b in pairwise((0, *ends))]


def lines_needed(pieces: list[Piece], measure: float) -> float:
    """Return how many lines the pieces take if each is filled; infinite if a piece is too wide."""
    lines, width = 0, inf
    for piece in pieces:
        width += piece.width + (SPACE if piece.gap else 0)
        if width > measure:
            lines, width = lines + 1, piece.width
            if width > measure:
                return inf
    return lines


def joined(pieces: list[Piece]) -> str:
    return "".join((" " if each.gap and n else "") + each.text for n, each in enumerate(pieces))


def is_weak_end(piece: Piece) -> bool:
    """True for an article, a preposition or the first part of a number, at which no line should end."""
    last = piece.text[-1]
    return len(piece.text) <= 3 and last.isalnum() and not is_ideograph(last)


def has_letters_that_part(word: str) -> bool:
    """True for scripts that hyphenate, such as Latin, Greek and Cyrillic; not Thai or Arabic."""
    return any(each.lower() != each.upper() for each in word)
