"""A measured figure, the bar that is set for it, and whether the bar is reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """`bar` is the maximum, or with `at_least` the minimum; None if no bar is set."""

    part: str
    what: str
    value: float
    unit: str = ""
    bar: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def is_reached(self) -> bool | None:
        if self.bar is None:
            return None
        return self.value >= self.bar if self.at_least else self.value <= self.bar

    @property
    def shown(self) -> str:
        return with_unit(self.value, self.unit)

    @property
    def shown_bar(self) -> str:
        if self.bar is None:
            return ""
        return f"{'≥' if self.at_least else '≤'} {with_unit(self.bar, self.unit)}"

    def as_row(self) -> dict:
        return asdict(self)


def with_unit(value: float, unit: str) -> str:
    """Format as `12,300/s`, `3.4 ms` or `1.07 ×`: with three significant digits, or as a whole number."""
    digits = 0 if abs(value) >= 100 or value == int(value) else 1 if abs(value) >= 10 else 2
    number = f"{value:,.{digits}f}"
    return f"{number}{'' if unit.startswith('/') else ' '}{unit}".strip()


def median_ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Return the median of the ratios of all rounds.

    Both sides of a ratio are from the same round, so other load on the machine affects them alike.
    """
    return median(mine / other for mine, other in zip(ours, theirs, strict=True))
