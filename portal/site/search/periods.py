"""The periods to which a reader can limit a search."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.models.base.clock import midnight
from portal.site.edition import edition

PAST = {"week": timedelta(days=7), "month": timedelta(days=31), "year": timedelta(days=366)}


@dataclass(frozen=True)
class Period:
    """The time from `since` until just before `until`; None means no limit."""

    since: datetime | None = None
    until: datetime | None = None

    @classmethod
    def parse(cls, name: str) -> Period:
        """Return the period that an address names; raise ValueError for an unknown name.

        `week`, `month` and `year` are past ones; `2025`, `2025-11` and `2025-11-19` are of the
        calendar; an empty name has no limits. A past period begins at midnight, so that it stays
        the same within one edition.
        """
        if not name:
            return cls()
        if name in PAST:
            current = edition()
            return cls(since=midnight(current.today - PAST[name], current.settings.time_zone))
        match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?", name)
        if not match:
            raise ValueError(name)
        return cls.of_calendar(*(int(part) for part in match.groups() if part))

    @classmethod
    def of_calendar(cls, year: int, month: int | None = None, day: int | None = None) -> Period:
        """Return a year, a month or a day in the site's time zone."""
        first = date(year, month or 1, day or 1)
        last = first.replace(month=month or 12, day=day or monthrange(year, month or 12)[1])
        if last == date.max:
            raise ValueError(f"{year} is the last year that Python knows.")
        zone = edition().settings.time_zone
        return cls(midnight(first, zone), midnight(last + timedelta(days=1), zone))
