"""Dates and times in the site's language and time zone, for templates.

A moment is stored in UTC, so its day depends on the time zone: after midnight in Brussels it is still
yesterday in UTC. Every format of a day therefore goes through `local_day`.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from flask_babel import format_datetime, format_timedelta, get_locale, to_user_timezone

from portal.models.base.clock import now

# The year in a CLDR date pattern, with the separator before it: “, y”, “ 'de' y”, “y年”, “ y 'г'.”
YEAR_IN_PATTERN = re.compile(r"[\s,،]*(?:'[^']*'\s*)?(?:G\s*)?y+[.年년]?(?:\s*'[^']*'\.?)?")


def long_date(moment: datetime | date) -> str:
    """Format as “Thursday, 19 November 2026”, in the site's language."""
    return format_day(local_day(moment), "full", get_locale())


def day_and_month(moment: datetime | date) -> str:
    """Format as “19 November 2026”."""
    return format_day(local_day(moment), "long", get_locale())


def date_and_time(moment: datetime) -> str:
    """Format as “19 November 2026, 07:40”."""
    return f"{day_and_month(moment)}, {clock_time(moment)}"


def clock_time(moment: datetime) -> str:
    """Format as “07:40”, in the site's time zone."""
    minute = to_user_timezone(moment).time().replace(second=0, microsecond=0)
    return format_minute(minute, get_locale())


def local_day(moment: datetime | date) -> date:
    """Return the date of a moment in the site's time zone; a date as it is."""
    return to_user_timezone(moment).date() if isinstance(moment, datetime) else moment


@lru_cache(maxsize=4096)
def format_day(day: date, pattern: str, locale: Locale) -> str:
    return format_date(day, pattern, locale)


@lru_cache(maxsize=4096)
def format_short_day(day: date, locale: Locale) -> str:
    return format_skeleton("MMMd", day, locale=locale)


@lru_cache(maxsize=4096)
def format_minute(minute: time, locale: Locale) -> str:
    return format_time(minute, "short", locale=locale)


def time_ago(moment: datetime) -> str:
    """Format as “2 hours ago”."""
    return format_timedelta(moment - now(), add_direction=True)


def month_name(moment: datetime | date, width: str = "wide") -> str:
    """Return “November”; “Nov” for the width "abbreviated"."""
    return get_locale().months["stand-alone"][width][local_day(moment).month]


def time_or_day(moment: datetime) -> str:
    """Format as “14:32” if it is today, else as “19 Nov”."""
    if local_day(moment) == local_day(now()):
        return clock_time(moment)
    return format_short_day(local_day(moment), get_locale())


def weekday_and_day(moment: datetime | date) -> str:
    """Format as “Thursday, 19 November”."""
    locale = get_locale()
    pattern = YEAR_IN_PATTERN.sub("", locale.date_formats["full"].pattern).strip(", ")
    return format_day(local_day(moment), pattern, locale)


def slashed(moment: datetime | date) -> str:
    """Format as “2026/11/19”, as addresses have it."""
    return f"{local_day(moment):%Y/%m/%d}"


FILTERS = {
    "long_date": long_date,
    "day_and_month": day_and_month,
    "date_and_time": date_and_time,
    "clock_time": clock_time,
    "time_ago": time_ago,
    "month_name": month_name,
    "time_or_day": time_or_day,
    "weekday_and_day": weekday_and_day,
    "local_day": local_day,
    "local": lambda moment, pattern: format_datetime(moment, pattern),
    "iso": lambda moment: moment.isoformat(timespec="seconds"),
    "slashed": slashed,
}
