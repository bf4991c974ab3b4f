"""The publication time: typed in the time zone of the paper, stored in UTC."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from portal.desk.shared.current_settings import settings
from portal.models.base.clock import utc_from_local


def typed_moment(day: str, at: str) -> datetime | None:
    """Return the typed time in UTC, or None if it is invalid or skipped by a clock change."""
    try:
        local = time.fromisoformat(at).replace(tzinfo=None)
        return utc_from_local(date.fromisoformat(day), local, settings().time_zone)
    except (ValueError, OverflowError):
        return None


def wish_fields(wish: str) -> dict[str, str]:
    """Return the stored time as the fields of the form."""
    if not wish:
        return {}
    local = datetime.fromisoformat(wish).astimezone(ZoneInfo(settings().time_zone))
    return {"when": "at", "date": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}"}


def is_date(text: str) -> bool:
    try:
        return date.min.year < date.fromisoformat(text).year < date.max.year
    except ValueError:
        return False


def is_time(text: str) -> bool:
    try:
        return time.fromisoformat(text).tzinfo is None
    except ValueError:
        return False
