"""The drawn cover of a story without a picture: its own words, large, under a short rule."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

LINES = 4
MEASURE = 520
EM = {"large": 84, "middle": 66, "small": 54}
FIRST_BASELINE = {"large": 150, "middle": 136, "small": 126}
STEP = {"large": 98, "middle": 78, "small": 68}


@dataclass(frozen=True)
class Cover:
    """Lines of at most 520 units on a ground of 600 × 400."""

    lines: tuple[str, ...]
    size: str
    from_right: bool

    def baseline(self, line: int) -> int:
        return FIRST_BASELINE[self.size] + line * STEP[self.size]


@lru_cache(maxsize=2048)
def drawn_cover(headline: str) -> Cover:
    """The headline in the largest letters that take it whole, else in small ones, cut."""
    for size in EM:
        lines = wrapped(headline, MEASURE / EM[size])
        if len(lines) <= LINES:
            break
    return Cover(tuple(lines[:LINES]), size, reads_from_right(headline))


def wrapped(headline: str, measure: float) -> list[str]:
    lines: list[str] = []
    for word in headline.split():
        if lines and width_of(f"{lines[-1]} {word}") <= measure:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def width_of(text: str) -> float:
    return 0.6 * len(text)


def reads_from_right(text: str) -> bool:
    """By its first letter that has a direction (Unicode UAX #9, P2)."""
    directions = (unicodedata.bidirectional(each) for each in text)
    return next((each != "L" for each in directions if each in ("L", "R", "AL")), False)
