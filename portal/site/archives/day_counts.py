"""The number of live stories of each day, from which calendars and archives are made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from portal.extensions import db
from portal.models import Article


@dataclass(frozen=True, order=True)
class Month:
    """A month of a year; `/2026/01/` is its archive."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.year, day.month)

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        return (self.first_day + timedelta(days=31)).replace(day=1) - timedelta(days=1)

    @property
    def path(self) -> str:
        return f"/{self.year:04}/{self.number:02}/"

    @property
    def calendar_path(self) -> str:
        return f"/calendar{self.path}"


class DayCounts:
    """The days that have live stories with their counts, and the months and years of these days.

    A day is the one in the story's address: the local day of its first publication.
    """

    def __init__(self, counts: Mapping[date, int]) -> None:
        self.counts = dict(sorted(counts.items()))
        self.months: Counter[Month] = Counter()
        for day, count in self.counts.items():
            self.months[Month.of(day)] += count
        self.years: Counter[int] = Counter()
        for month, count in self.months.items():
            self.years[month.year] += count

    @classmethod
    def load(cls) -> DayCounts:
        query = select(Article.day, func.count()).where(Article.is_live).group_by(Article.day)
        return cls({day: count for day, count in db.session.execute(query) if day})

    @property
    def total(self) -> int:
        return self.years.total()

    @property
    def all_years(self) -> list[int]:
        """Every year from the newest with stories to the oldest, years without stories included."""
        return list(range(max(self.years), min(self.years) - 1, -1)) if self.years else []

    def months_of(self, year: int) -> list[Month]:
        return [month for month in self.months if month.year == year]

    def month_before(self, month: Month) -> Month | None:
        """Return the nearest earlier month that has stories."""
        return max((other for other in self.months if other < month), default=None)

    def month_after(self, month: Month) -> Month | None:
        """Return the nearest later month that has stories."""
        return min((other for other in self.months if other > month), default=None)
