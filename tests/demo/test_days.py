from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from portal.demo.days import appearances, spread
from portal.demo.written import Story

BRUSSELS = "Europe/Brussels"
NOON = datetime(2026, 11, 22, 11, tzinfo=UTC)


def story(slug: str, days_ago: int, at: str) -> Story:
    return Story(
        slug=slug, text="", headline=slug, standfirst="", category="", days_ago=days_ago, at=at
    )


def test_a_story_appears_at_the_local_time_of_its_day():
    found = appearances([story("a", 1, "14:20")], NOON, BRUSSELS)
    assert found["a"] == datetime(2026, 11, 21, 13, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "now",
    [
        NOON,
        datetime(2026, 11, 22, 23, 5, tzinfo=UTC),  # five past midnight there
        datetime(2026, 11, 21, 23, 0, 1, tzinfo=UTC),
        datetime(2026, 11, 22, 22, 59, 59, tzinfo=UTC),
    ],
)
def test_stories_due_later_today_have_appeared_already_in_their_order(now):
    written = [
        story("d", 0, "23:30"),
        story("a", 0, "06:00"),
        story("c", 0, "18:00"),
        story("b", 0, "12:30"),
    ]

    found = appearances(written, now, BRUSSELS)

    assert sorted(found, key=found.__getitem__) == ["a", "b", "c", "d"]
    assert len(set(found.values())) == 4
    today = now.astimezone(ZoneInfo(BRUSSELS)).date()
    for moment in found.values():
        assert moment <= now
        assert moment.astimezone(ZoneInfo(BRUSSELS)).date() == today


def moments(number: int, now: datetime = NOON) -> list[datetime]:
    return spread(number, now, BRUSSELS, Random(1))


@pytest.mark.parametrize("number", [0, 1, 7, 600])
@pytest.mark.parametrize("now", [NOON, datetime(2026, 11, 22, 23, 0, 1, tzinfo=UTC)])
def test_spread_returns_the_wanted_number_of_moments_none_in_the_future(number, now):
    found = moments(number, now)
    assert len(found) == number
    assert found == sorted(found)
    assert all(moment <= now for moment in found)


def test_each_of_fourteen_months_has_stories():
    months = Counter((moment.year, moment.month) for moment in moments(600))
    assert len(months) >= 14
    assert min(list(months.values())[1:]) >= 25


def test_a_weekend_has_fewer_stories_than_weekdays():
    days = Counter(moment.weekday() for moment in moments(6_000))
    assert max(days[5], days[6]) < 0.7 * min(days[day] for day in range(5))


def test_many_stories_extend_the_period_instead_of_filling_days():
    found = moments(30_000)
    assert found[-1] - found[0] > timedelta(days=700)
    assert max(Counter(moment.date() for moment in found).values()) < 80
