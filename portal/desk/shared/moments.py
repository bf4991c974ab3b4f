"""Moments in the desk's short forms, in the time zone of the paper."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from flask_babel import format_datetime, get_locale
from flask_babel import gettext as _

from portal.models import now
from portal.web.date_formats import clock_time, local_day

JUST_NOW = timedelta(minutes=2)


def upcoming_time(moment: datetime) -> str:
    """Return "16:30" for today, "Fri 06:00" for the next six days, else "3 Dec 06:00"."""
    days = (local_day(moment) - local_day(now())).days
    if days == 0:
        return clock_time(moment)
    day = format_datetime(moment, "EEE" if 0 < days < 7 else "d MMM")
    return f"{day} {clock_time(moment)}"


def past_time(moment: datetime) -> str:
    """Return "now", "12:40" for today, "Tue 12:40" for the last six days, else "3 Dec" with another year."""
    if now() - moment < JUST_NOW:
        return _("now")
    today, day = local_day(now()), local_day(moment)
    if day == today:
        return clock_time(moment)
    if (today - day).days < 7:
        return f"{format_datetime(moment, 'EEE')} {clock_time(moment)}"
    return format_datetime(moment, "d MMM" if day.year == today.year else "d MMM y")


def zone_city(zone: str) -> str:
    """Return the city of a time zone: "London" for Europe/London."""
    return get_timezone_location(ZoneInfo(zone), locale=get_locale(), return_city=True)
