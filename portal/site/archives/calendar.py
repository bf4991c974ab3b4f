"""The calendar: a month as weeks, beginning on the day that the site's locale begins them with."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date, get_locale

from portal.site.archives.day_counts import Days, Month


@dataclass(frozen=True)
class Weekday:
    """A day of the week: `Thursday`, `Thu`, `T`; Arabic and Persian shorten to the letter alone."""

    whole: str
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
    def of(cls, month: Month, days: Days) -> Calendar:
        return cls(month, days.counts, days.before(month), days.after(month))

    @property
    def title(self) -> str:
        return format_date(self.month.first, "LLLL y")

    @property
    def months_of_year(self) -> list[str]:
        return [get_locale().months["stand-alone"]["wide"][number] for number in range(1, 13)]

    @property
    def weeks(self) -> list[list[date | None]]:
        """Weeks of seven days; None where a day is of another month."""
        first = get_locale().first_week_day
        weeks = calendar.Calendar(first).monthdatescalendar(self.month.year, self.month.number)
        return [[day if Month.of(day) == self.month else None for day in week] for week in weeks]

    @property
    def weekdays(self) -> list[Weekday]:
        locale = get_locale()
        wide, short, narrow = (
            locale.days["stand-alone"][width] for width in ("wide", "abbreviated", "narrow")
        )
        order = [(locale.first_week_day + n) % 7 for n in range(7)]
        return [
            Weekday(wide[n], short[n] if short[n] != wide[n] else narrow[n], narrow[n])
            for n in order
        ]
