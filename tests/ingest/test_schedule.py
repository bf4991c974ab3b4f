"""A feed is fetched as often as everybody allows, and never given up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.ingest.schedule import interval_of, next_fetch, retry_after

NOW = datetime(2026, 11, 19, 12, tzinfo=UTC)  # a Thursday
HALF_HOUR = timedelta(minutes=30)


def due(**asked) -> datetime:
    return next_fetch(NOW, HALF_HOUR, 0.5, **asked)


def test_a_feed_is_due_after_its_interval_give_or_take_a_tenth():
    assert due() == NOW + HALF_HOUR
    assert next_fetch(NOW, HALF_HOUR, 0.0) == NOW + timedelta(minutes=27)
    assert next_fetch(NOW, HALF_HOUR, 1.0) == NOW + timedelta(minutes=33)


def test_each_failure_doubles_the_wait_up_to_a_day():
    waits = [due(failures=failures) - NOW for failures in range(12)]

    assert waits[:4] == [HALF_HOUR, 2 * HALF_HOUR, 4 * HALF_HOUR, 8 * HALF_HOUR]
    assert max(waits) == timedelta(days=1)


@given(st.integers(0, 10**9), st.floats(0, 1), st.timedeltas(timedelta(0), timedelta(days=9999)))
def test_back_off_never_becomes_never(failures, chance, interval):
    moment = next_fetch(NOW, interval, chance, failures=failures, retry_after=interval)

    assert NOW < moment <= NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("120", timedelta(minutes=2)),
        ("Thu, 19 Nov 2026 13:00:00 GMT", timedelta(hours=1)),
        ("Thu, 19 Nov 2020 13:00:00 GMT", timedelta(0)),
        ("999999999", timedelta(days=1)),
        ("Thu, 19 Nov 2099 13:00:00 GMT", timedelta(days=1)),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_a_date(header, expected):
    assert retry_after({"retry-after": header}, NOW) == expected


def test_retry_after_is_waited_for_where_it_is_longer():
    assert due(retry_after=timedelta(hours=3)) == NOW + timedelta(hours=3)
    assert due(retry_after=timedelta(seconds=1)) == NOW + HALF_HOUR


def test_free_hours_and_days_are_left_out():
    assert due(skip_hours=[12]) == NOW + timedelta(hours=1, minutes=30)
    assert due(skip_days=[3]).weekday() == 4
    assert due(skip_hours=range(24)) > NOW


@pytest.mark.parametrize(
    ("asked", "ttl", "cache", "minutes"),
    [
        (30, 0, "", 30),
        (30, 5400, "", 90),
        (30, 0, "public, max-age=7200", 120),
        (30, 0, "max-age=7200, s-maxage=3600", 120),
        (30, 0, "no-cache, max-age=0", 30),
        (1, 0, "", 5),
        (30, 10**9, "max-age=31536000", 1440),
        (30, 0, "max-age=soon", 30),
    ],
)
def test_the_longest_of_what_is_asked_for_counts_up_to_a_day(asked, ttl, cache, minutes):
    headers = {"cache-control": cache} if cache else {}

    assert interval_of(asked, ttl, headers) == timedelta(minutes=minutes)
