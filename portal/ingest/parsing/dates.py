"""Dates of items: which moment is meant, and whether it can be true."""

from __future__ import annotations

from calendar import timegm
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)  # before the web had news; 1970 means "no date"
CLOCK_SKEW = timedelta(hours=1)


def moment_of(parsed: Any, text: Any) -> datetime | None:
    """Return a moment in UTC from feedparser's 9-tuple, else from its text; None if neither says one.

    A date without a zone is taken as UTC.
    """
    try:
        if parsed:
            return datetime.fromtimestamp(timegm(parsed), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        pass
    if not isinstance(text, str) or not 8 <= len(text) <= 100:
        return None
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(text.strip())
            return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
        except (TypeError, ValueError, OverflowError, IndexError):
            continue
    return None


def plausible(moment: datetime | None, now: datetime) -> tuple[datetime | None, str]:
    """Return the moment if a story can have been published then, else None and a warning in words.

    A clock that is up to an hour fast is forgiven.
    """
    if moment is None:
        return None, ""
    if moment < EARLIEST:
        return (
            None,
            f"The date {moment:%d %B %Y} is too old to be true; the item counts as undated.",
        )
    if moment > now + CLOCK_SKEW:
        return None, (
            f"The date {moment:%d %B %Y} is ahead: perhaps that of an event. "
            "The item counts as undated."
        )
    return min(moment, now), ""
