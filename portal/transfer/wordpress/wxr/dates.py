"""WordPress's dates: the site's own clock, and UTC."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, UTC, date, datetime
from zoneinfo import ZoneInfo

from portal.transfer.wordpress.wxr.export import Item

DATE_CHARS = len("2013-01-05 10:00:49")


def read_date(text: str) -> datetime | None:
    """Return a date such as `2013-01-05 10:00:49`; None for `0000-00-00 00:00:00` and other errors."""
    try:
        found = datetime.fromisoformat(text) if len(text) == DATE_CHARS else None
    except ValueError:
        return None
    # The first and last year are refused: in another time zone they may be no dates.
    return found if found and MINYEAR < found.year < MAXYEAR else None


def published_at(item: Item, zone: ZoneInfo) -> datetime | None:
    """Return when the item was or will be published, in UTC."""
    if found := read_date(item.date_gmt):
        return found.replace(tzinfo=UTC)
    local = read_date(item.date)
    return local.replace(tzinfo=zone).astimezone(UTC) if local else None


def day_of(item: Item, zone: ZoneInfo) -> date | None:
    """Return the day in the item's old address, which is that of the old site's clock."""
    if local := read_date(item.date):
        return local.date()
    moment = published_at(item, zone)
    return moment.astimezone(zone).date() if moment else None


def modified_at(item: Item) -> datetime | None:
    """Return when the item was last changed, in UTC."""
    found = read_date(item.modified_gmt)
    return found.replace(tzinfo=UTC) if found else None
