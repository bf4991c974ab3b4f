"""When things were: WordPress's dates, and the time zone that they tell of."""

from __future__ import annotations

from collections import Counter
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global

from portal.transfer.wordpress.wxr.export import Item

OLDEST_SAMPLE = 1975  # zones are sure from here on
ENOUGH = 60
SURE = 0.9


def read_date(text: str) -> datetime | None:
    """A date such as `2013-01-05 10:00:49`; None for `0000-00-00 00:00:00` and other nonsense."""
    try:
        found = datetime.fromisoformat(text) if len(text) == 19 else None
    except ValueError:
        return None
    return found if found and MINYEAR < found.year < MAXYEAR else None  # in every zone it is a date


def moment_of(item: Item, zone: ZoneInfo) -> datetime | None:
    """When it was published or will be."""
    if moment := read_date(item.date_gmt):
        return moment.replace(tzinfo=UTC)
    local = read_date(item.date)
    return local.replace(tzinfo=zone).astimezone(UTC) if local else None


def day_of(item: Item, zone: ZoneInfo) -> date | None:
    """The day of its old address: that of the old site's clock."""
    if local := read_date(item.date):
        return local.date()
    moment = moment_of(item, zone)
    return moment.astimezone(zone).date() if moment else None


def modified(item: Item) -> datetime | None:
    moment = read_date(item.modified_gmt)
    return moment.replace(tzinfo=UTC) if moment else None


class Clock:
    """Learns from items what time zone the old site's clock was set to."""

    def __init__(self) -> None:
        self.samples: dict[tuple[int, int], tuple[datetime, datetime]] = {}

    def hear(self, item: Item) -> None:
        """One sample for each month of each year says all there is to learn."""
        local, moment = read_date(item.date), read_date(item.date_gmt)
        if local and moment and len(self.samples) < ENOUGH and local.year >= OLDEST_SAMPLE:
            self.samples.setdefault(
                (moment.year, moment.month), (local, moment.replace(tzinfo=UTC))
            )

    def zone(self, language: str) -> str | None:
        """The zone that agrees with nearly all samples, if one does; of several, one at home."""
        agreements = Counter({name: self.agreement(name) for name in zones()})
        most = max(agreements.values())
        if most < SURE * len(self.samples) or not most:
            return None
        best = [name for name in zones() if agreements[name] == most]
        preferred = ["UTC", *zones_at_home(language)]
        return next((name for name in preferred if name in best), best[0])

    def agreement(self, name: str) -> int:
        zone = ZoneInfo(name)
        return sum(
            moment.astimezone(zone).replace(tzinfo=None) == local
            for local, moment in self.samples.values()
        )


@lru_cache(1)
def zones() -> list[str]:
    """One name for each place, without the many older ones."""
    named = {name for names in get_global("territory_zones").values() for name in names}
    return ["UTC", *sorted(named & available_timezones())]


def zones_at_home(language: str) -> list[str]:
    """The zones of the country where most people speak it (CLDR's likely subtags)."""
    parts = language.replace("-", "_").split("_")
    likely = get_global("likely_subtags").get(parts[0], "").split("_")
    territories = [part for part in [*parts[1:], *likely[1:]] if len(part) == 2]
    return get_global("territory_zones").get(territories[0].upper(), []) if territories else []
