"""The periods that a search can be limited to."""

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
    """From `since` up to, but not, `until`; None: no bound."""

    since: datetime | None = None
    until: datetime | None = None

    @classmethod
    def named(cls, name: str) -> Period:
        """`week`, `month`, `year` are the past ones; or `2025`, `2025-11`, `2025-11-19`.

        Nothing is any time. Raises ValueError for anything else. A past one begins at a midnight,
        so that it holds for as long as an edition does.
        """
        if not name:
            return cls()
        if name in PAST:
            paper = edition()
            return cls(since=midnight(paper.today - PAST[name], paper.settings.time_zone))
        found = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?", name)
        if not found:
            raise ValueError(name)
        return cls.of_days(*(int(part) for part in found.groups() if part))

    @classmethod
    def of_days(cls, year: int, month: int | None = None, day: int | None = None) -> Period:
        """A year, a month of it or a day, by the clocks of the site's time zone."""
        first = date(year, month or 1, day or 1)
        last = first.replace(month=month or 12, day=day or monthrange(year, month or 12)[1])
        if last == date.max:
            raise ValueError(f"{year} is the last year that there is.")
        zone = edition().settings.time_zone
        return cls(midnight(first, zone), midnight(last + timedelta(days=1), zone))
