"""The old site's clock: the export does not name its zone, but each item has two dates."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from portal.models import SiteSettings
from tests.transfer.wxr import item

pytestmark = pytest.mark.both_databases


def baku(month: int) -> str:
    """A story published at 20:22 in Baku, which in 2013 was UTC+5 from April to October, else UTC+4."""
    hour = 15 if 4 <= month <= 10 else 16
    return item(
        f"Month {month}",
        slug=f"month-{month}",
        date=f"2013-{month:02}-11 20:22:19",
        gmt=f"2013-{month:02}-11 {hour}:22:19",
    )


def test_the_zone_is_found_and_moments_are_kept(app, import_parts, article):
    import_parts(*map(baku, range(1, 13)))
    with app.app_context():
        assert SiteSettings.load().time_zone == "Asia/Baku"
    assert article(slug="month-1").published_at == datetime(2013, 1, 11, 16, 22, 19, tzinfo=UTC)
    assert article(slug="month-7").published_at == datetime(2013, 7, 11, 15, 22, 19, tzinfo=UTC)


def test_an_address_has_the_day_of_the_old_clock(import_parts, article, reader):
    late = item("Late", slug="late", date="2013-01-12 01:10:00", gmt="2013-01-11 21:10:00")
    import_parts(*map(baku, range(1, 13)), late)
    assert article(slug="late").day == date(2013, 1, 12)
    assert reader.get("/2013/01/12/late/").status_code == 200


def test_an_address_keeps_its_day_where_the_paper_has_another_zone(newsroom, import_parts, article):
    newsroom.settings(time_zone="America/New_York")
    import_parts(item(date="2013-01-12 01:10:00", gmt="2013-01-11 21:10:00"))
    assert article().day == date(2013, 1, 12)


def test_a_date_without_utc_is_read_in_the_zone_of_the_others(import_parts, article):
    local = item("Local", slug="local", date="2013-07-11 20:22:19", gmt="0000-00-00 00:00:00")
    import_parts(*map(baku, range(1, 13)), local)
    assert article(slug="local").published_at == datetime(2013, 7, 11, 15, 22, 19, tzinfo=UTC)


def test_a_zone_that_an_editor_chose_stays(app, newsroom, import_parts):
    newsroom.settings(time_zone="Europe/Brussels")
    import_parts(*map(baku, range(1, 13)))
    with app.app_context():
        assert SiteSettings.load().time_zone == "Europe/Brussels"


def test_dates_that_agree_with_no_zone_change_nothing(app, import_parts):
    import_parts(item(date="2013-01-11 20:22:19", gmt="2013-01-11 20:05:00"))
    with app.app_context():
        assert SiteSettings.load().time_zone == SiteSettings().time_zone
