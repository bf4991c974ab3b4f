"""When a feed is fetched next. Pure functions of what the feed, its server and an editor ask for."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

MIN_INTERVAL = timedelta(minutes=5)
MAX_INTERVAL = timedelta(days=1)
JITTER = 0.1
MAX_AGE = re.compile(r"(?:^|[\s,])(?:s-maxage|max-age)\s*=\s*\"?(\d{1,9})", re.I)


def next_fetch(
    now: datetime,
    interval: timedelta,
    chance: float,
    *,
    failures: int = 0,
    retry_after: timedelta | None = None,
    skip_hours: Collection[int] = (),
    skip_days: Collection[int] = (),
) -> datetime:
    """Return when to fetch again: within a day, whatever happened, but for the feed's own free hours.

    After `failures` in a row the interval doubles with each. `chance`, from 0 to 1, spreads feeds that
    are due together over a tenth of the interval either way.
    """
    wait = min(max(interval, MIN_INTERVAL) * 2 ** min(failures, 12), MAX_INTERVAL)
    wait *= 1 - JITTER + 2 * JITTER * chance
    if retry_after is not None:
        wait = max(wait, retry_after)
    return after_free_hours(now + min(wait, MAX_INTERVAL), skip_hours, skip_days)


def interval_of(asked_minutes: int, ttl_seconds: int, headers: Mapping[str, str]) -> timedelta:
    """Return the longest of what the editor, the feed and its server ask for, at most a day."""
    found = MAX_AGE.search(headers.get("cache-control", ""))
    seconds = max(asked_minutes * 60, ttl_seconds, int(found[1]) if found else 0)
    return min(max(timedelta(seconds=min(seconds, 10**9)), MIN_INTERVAL), MAX_INTERVAL)


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Read Retry-After (RFC 9110 §10.2.3): seconds or a date. None if there is none that counts."""
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    if text.isdecimal():
        return min(timedelta(seconds=int(text[:9])), MAX_INTERVAL)
    try:
        moment = parsedate_to_datetime(text)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
        return min(max(moment - now, timedelta()), MAX_INTERVAL)
    except (TypeError, ValueError, OverflowError, IndexError):
        return None


def after_free_hours(moment: datetime, hours: Collection[int], days: Collection[int]) -> datetime:
    """Move a moment out of the hours (UTC) and days (0 is Monday) in which a feed is not fetched."""
    if not (hours or days):
        return moment
    for _ in range(24 * 7):
        if moment.hour not in hours and moment.weekday() not in days:
            return moment
        moment += timedelta(hours=1)
    return moment  # the feed frees all hours: that is never, and not honoured
