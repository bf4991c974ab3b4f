"""Points in time, stored in UTC and shown in the site's time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import DateTime, Dialect
from sqlalchemy.types import TypeDecorator


def now() -> datetime:
    """Return the current time in UTC, to the microsecond."""
    return datetime.now(UTC)


def local_day(moment: datetime, zone: str) -> date:
    """Return the calendar day of `moment` in a time zone such as `Europe/Brussels`."""
    return moment.astimezone(ZoneInfo(zone)).date()


def midnight(day: date, zone: str) -> datetime:
    """Return the start of `day` in the time zone."""
    return datetime.combine(day, time.min, ZoneInfo(zone))


def utc_from_local(day: date, at: time, zone: str) -> datetime:
    """Return in UTC the moment when clocks in `zone` show `day` and `at`.

    Where clocks go back and show a time twice, it is the first of the two. Raises ValueError for a
    time that clocks skip when they go forward.
    """
    shown = datetime.combine(day, at, ZoneInfo(zone))
    moment = shown.astimezone(UTC)
    if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != shown.replace(tzinfo=None):
        raise ValueError(f"On {day} clocks in {zone} leap over {at}.")
    return moment


class UtcDateTime(TypeDecorator[datetime]):
    """Column type of a point in time, in UTC. Raises ValueError for a value without a time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} says no time zone; a moment must.")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
