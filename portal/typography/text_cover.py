"""The text cover of a story without a picture: its headline, large, under a short rule."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from portal.typography.hyphens import hyphenated
from portal.typography.line_breaking import Piece, pieces_of, set_in_lines
from portal.typography.text_width import clusters, reads_from_right, width_of

MEASURE = 520
ELLIPSIS = "…"


@dataclass(frozen=True)
class Letters:
    """A letter size in units of the cover, and the positions of its lines."""

    size: str
    em: int
    first: int
    step: int
    lines: int

    @property
    def measure(self) -> float:
        """The longest line, in em."""
        return MEASURE / self.em


SIZES = (
    Letters("large", em=84, first=146, step=96, lines=3),
    Letters("middle", em=66, first=136, step=78, lines=4),
    Letters("small", em=54, first=126, step=70, lines=4),
)


@dataclass(frozen=True)
class Cover:
    """Lines of at most 520 units on a cover of 600 × 400."""

    lines: tuple[str, ...]
    letters: Letters
    from_right: bool

    @property
    def size(self) -> str:
        return self.letters.size

    def baseline(self, line: int) -> int:
        return self.letters.first + line * self.letters.step


@lru_cache(maxsize=2048)
def drawn_cover(headline: str, language: str = "", brief: bool = False) -> Cover:
    """Return the headline in the largest letters that fit; if none fit, in the smallest, shortened.

    `brief`, for small covers, shortens text that does not fit in the middle size.
    """
    from_right = reads_from_right(headline)
    sizes = SIZES[:2] if brief else SIZES
    whole = pieces_of(headline)
    for letters in sizes:
        lines = set_in_lines(whole, letters.measure, letters.lines)
        if lines:
            return Cover(tuple(lines), letters, from_right)
    letters = sizes[-1]
    pieces = pieces_of(hyphenated(headline, language), letters.measure)
    return Cover(tuple(cut_short(pieces, letters)), letters, from_right)


def cut_short(pieces: list[Piece], letters: Letters) -> list[str]:
    """Return as many words as fit in the lines, with an ellipsis."""
    shown = pieces
    for count in range(len(pieces), 0, -1):
        if lines := set_in_lines(shown, letters.measure, letters.lines):
            return lines
        *whole, last = pieces[: count - 1] or pieces[:1]
        shown = [*whole, Piece(shortened(last.text, letters.measure), last.gap)]
    return []


def shortened(word: str, measure: float) -> str:
    """Return as much of a word as fits in a line with an ellipsis."""
    signs = clusters(word.rstrip(" .,:;-–—!?"))
    while signs and width_of("".join(signs) + ELLIPSIS) > measure:
        signs.pop()
    return "".join(signs) + ELLIPSIS
