"""Dates of the demo's stories: up to this minute, never after it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from portal.demo.written import Story
from portal.models.base.clock import local_day, midnight

MIN_PERIOD = timedelta(days=430)  # fourteen full months
MAX_STORIES_A_DAY = 40
# A newspaper's week from Monday: the share of stories on each day.
WEEKDAY_WEIGHTS = (1.0, 1.1, 1.1, 1.15, 1.0, 0.5, 0.4)
# Most stories appear in the morning, a few at night.
HOURS = range(24)
HOUR_WEIGHTS = (1, 0, 0, 0, 1, 4, 11, 14, 12, 10, 9, 8, 8, 7, 8, 8, 9, 9, 7, 5, 4, 3, 2, 1)


def at(days_ago: int, clock: str, now: datetime, zone: str) -> datetime:
    """Return a local time on the day that is `days_ago` days before today."""
    day = now.astimezone(ZoneInfo(zone)).date() - timedelta(days=days_ago)
    return datetime.combine(day, time.fromisoformat(clock), ZoneInfo(zone))


def appearances(stories: Sequence[Story], now: datetime, zone: str) -> dict[str, datetime]:
    """Return when each story appeared, by slug.

    Stories that are due later today are moved, in their order, between the last one before and now.
    """
    moments = {story.slug: at(story.days_ago, story.at, now, zone) for story in stories}
    ahead = sorted((slug for slug, when in moments.items() if when > now), key=moments.__getitem__)
    past = [midnight_of(now, zone), *(when for when in moments.values() if when <= now)]
    step = (now - max(past)) / (len(ahead) + 1)
    for number, slug in enumerate(ahead):
        moments[slug] = now - step * (len(ahead) - number)
    return moments


def spread(number: int, now: datetime, zone: str, dice: Random) -> list[datetime]:
    """Return `number` moments, earliest first, over fourteen months and in the rhythm of a week.

    Above 40 a day the period gets longer instead, so that a day's list stays readable.
    """
    today = midnight_of(now, zone)
    length = max(MIN_PERIOD.days, number // MAX_STORIES_A_DAY)
    days = [today - timedelta(days=ago) for ago in range(length, -1, -1)]
    today_so_far = (now - today) / timedelta(days=1)
    weights = [
        WEEKDAY_WEIGHTS[day.weekday()] * (today_so_far if day == today else 1) for day in days
    ]
    share = number / sum(weights)
    moments: list[datetime] = []
    due = 0.0
    for day, weight in zip(days, weights, strict=True):
        due += share * weight
        length_of_day = today_so_far if day == today else 1
        for hour in dice.choices(HOURS, HOUR_WEIGHTS, k=round(due) - len(moments)):
            seconds = hour * 3600 + dice.randrange(3600)
            moments.append(day + timedelta(seconds=seconds * length_of_day))
    return sorted(moments)


def midnight_of(moment: datetime, zone: str) -> datetime:
    """Return the start of the moment's day in a time zone."""
    return midnight(local_day(moment, zone), zone)
