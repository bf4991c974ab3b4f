"""The day of a moment is that of the site's time zone, not that of UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from portal.models import SiteSettings
from portal.web import date_formats

# At each of these moments UTC has another date than the site.
MOMENTS = (
    ("Europe/Brussels", datetime(2026, 11, 30, 23, 30, tzinfo=UTC), date(2026, 12, 1)),
    ("America/Los_Angeles", datetime(2026, 12, 2, 3, 0, tzinfo=UTC), date(2026, 12, 1)),
)
FORMATS = {
    "long_date": "Tuesday, 1 December 2026",
    "day_and_month": "1 December 2026",
    "weekday_and_day": "Tuesday, 1 December",
    "month_name": "December",
    "slashed": "2026/12/01",
    "local_day": date(2026, 12, 1),
}


@pytest.mark.parametrize(("zone", "moment", "day"), MOMENTS, ids=["east of UTC", "west of UTC"])
@pytest.mark.parametrize("name", FORMATS)
def test_a_moment_is_formatted_as_the_day_of_the_site(app, newsroom, name, zone, moment, day):
    newsroom.settings(time_zone=zone, language="en-GB")
    with app.test_request_context("/"):
        assert SiteSettings.load().time_zone == zone
        assert date_formats.FILTERS[name](moment) == FORMATS[name]
        assert date_formats.FILTERS[name](day) == FORMATS[name]
