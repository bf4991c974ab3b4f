"""When a story shall go out: as it is typed, in the zone of the paper, and as it is kept, in UTC."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from portal.desk.shared.current_settings import settings
from portal.models.base.clock import utc_from_local


def typed_moment(day: str, at: str) -> datetime | None:
    """In UTC; None where no sound time was typed, or one that the clocks leap over."""
    try:
        local = time.fromisoformat(at).replace(tzinfo=None)
        return utc_from_local(date.fromisoformat(day), local, settings().time_zone)
    except (ValueError, OverflowError):
        return None


def shown_wish(wish: str) -> dict[str, str]:
    """When it shall go out, as the form shows it."""
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
