"""The calendar: a month as weeks, beginning on the day that the site's locale begins them with."""

from __future__ import annotations

from calendar import Calendar
from datetime import date

from flask_babel import get_locale

from portal.site.days import Month


def weeks_of(month: Month) -> list[list[date | None]]:
    """The month's weeks of seven days; None where a day is of another month."""
    weeks = Calendar(get_locale().first_week_day).monthdatescalendar(month.year, month.number)
    return [[day if day.month == month.number else None for day in week] for week in weeks]
