"""Finds the time zone of the old site's clock, which the export does not name."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global

from portal.transfer.wordpress.wxr.dates import read_date
from portal.transfer.wordpress.wxr.export import Item

OLDEST_SAMPLE_YEAR = 1975  # earlier offsets differ within one zone
MAX_SAMPLES = 60
MIN_AGREEMENT = 0.9  # of the samples


class ClockSamples:
    """Pairs of local time and UTC, one for each month, from which the zone follows."""

    def __init__(self) -> None:
        self.samples: dict[tuple[int, int], tuple[datetime, datetime]] = {}

    def add(self, item: Item) -> None:
        """Add an item's two dates. One pair for each month of each year tells all there is to know."""
        local, moment = read_date(item.date), read_date(item.date_gmt)
        if (
            local
            and moment
            and len(self.samples) < MAX_SAMPLES
            and local.year >= OLDEST_SAMPLE_YEAR
        ):
            self.samples.setdefault(
                (moment.year, moment.month), (local, moment.replace(tzinfo=UTC))
            )

    def zone(self, language: str) -> str | None:
        """Return the zone that agrees with nearly all samples, if one does.

        Of several it is UTC, or one of a country where most people speak the language.
        """
        agreements = Counter({name: self.agreement(name) for name in zones()})
        most = max(agreements.values())
        if most < MIN_AGREEMENT * len(self.samples) or not most:
            return None
        best = [name for name in zones() if agreements[name] == most]
        preferred = ["UTC", *zones_of_language(language)]
        return next((name for name in preferred if name in best), best[0])

    def agreement(self, name: str) -> int:
        """Return the number of samples that a zone agrees with."""
        zone = ZoneInfo(name)
        return sum(
            moment.astimezone(zone).replace(tzinfo=None) == local
            for local, moment in self.samples.values()
        )


@lru_cache(1)
def zones() -> list[str]:
    """Return one name for each zone, without the many outdated ones."""
    named = {name for names in get_global("territory_zones").values() for name in names}
    return ["UTC", *sorted(named & available_timezones())]


def zones_of_language(language: str) -> list[str]:
    """Return the zones of the country where most people speak it (CLDR's likely subtags)."""
    parts = language.replace("-", "_").split("_")
    likely = get_global("likely_subtags").get(parts[0], "").split("_")
    territories = [part for part in [*parts[1:], *likely[1:]] if len(part) == 2]
    return get_global("territory_zones").get(territories[0].upper(), []) if territories else []
