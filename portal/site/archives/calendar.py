"""The calendar: a month as weeks that begin on the first weekday of the site's locale."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date, get_locale

from portal.site.archives.day_counts import DayCounts, Month


@dataclass(frozen=True)
class Weekday:
    """A weekday in three lengths: `Thursday`, `Thu`, `T`.

    Arabic and Persian have no middle form; there `short` is the letter too.
    """

    full: str
    short: str
    letter: str


@dataclass(frozen=True)
class Calendar:
    """A month with the counts of its days, and the nearest months with stories on either side."""

    month: Month
    counts: Mapping[date, int]
    before: Month | None
    after: Month | None

    @classmethod
    def of(cls, month: Month, days: DayCounts) -> Calendar:
        return cls(month, days.counts, days.month_before(month), days.month_after(month))

    @property
    def title(self) -> str:
        return str(format_date(self.month.first_day, "LLLL y"))

    @property
    def month_names(self) -> list[str]:
        """The names of the twelve months, January first."""
        return [get_locale().months["stand-alone"]["wide"][number] for number in range(1, 13)]

    @property
    def weeks(self) -> list[list[date | None]]:
        """The weeks of seven days; None in place of a day of another month."""
        first = get_locale().first_week_day
        weeks = calendar.Calendar(first).monthdatescalendar(self.month.year, self.month.number)
        return [[day if Month.of(day) == self.month else None for day in week] for week in weeks]

    @property
    def weekdays(self) -> list[Weekday]:
        """The weekdays in the order in which the locale counts them."""
        locale = get_locale()
        wide, short, narrow = (
            locale.days["stand-alone"][width] for width in ("wide", "abbreviated", "narrow")
        )
        order = [(locale.first_week_day + n) % 7 for n in range(7)]
        return [
            Weekday(wide[n], short[n] if short[n] != wide[n] else narrow[n], narrow[n])
            for n in order
        ]
