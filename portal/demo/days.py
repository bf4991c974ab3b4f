"""When the demo's stories appeared: up to this minute, never after it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from portal.demo.written import Story
from portal.models.base.clock import local_day, midnight

MONTHS_FULL = timedelta(days=430)  # fourteen months and some days
MOST_A_DAY = 40
# A newspaper's week, from Monday.
WEEK = (1.0, 1.1, 1.1, 1.15, 1.0, 0.5, 0.4)
# Most stories appear in the morning, a few at night; the hours, and how many of each.
HOURS = range(24)
OF_THE_HOUR = (1, 0, 0, 0, 1, 4, 11, 14, 12, 10, 9, 8, 8, 7, 8, 8, 9, 9, 7, 5, 4, 3, 2, 1)


def at(days_ago: int, clock: str, now: datetime, zone: str) -> datetime:
    """The local time of a day that many days before today."""
    day = now.astimezone(ZoneInfo(zone)).date() - timedelta(days=days_ago)
    return datetime.combine(day, time.fromisoformat(clock), ZoneInfo(zone))


def appearances(stories: Sequence[Story], now: datetime, zone: str) -> dict[str, datetime]:
    """When each story appeared, by its slug.

    What is due later today has appeared already, in its order, between the last that was due and now.
    """
    moments = {story.slug: at(story.days_ago, story.at, now, zone) for story in stories}
    ahead = sorted((slug for slug, when in moments.items() if when > now), key=moments.__getitem__)
    past = [midnight_of(now, zone), *(when for when in moments.values() if when <= now)]
    step = (now - max(past)) / (len(ahead) + 1)
    for number, slug in enumerate(ahead):
        moments[slug] = now - step * (len(ahead) - number)
    return moments


def spread(number: int, now: datetime, zone: str, dice: Random) -> list[datetime]:
    """That many moments, the earliest first, over fourteen months and in the rhythm of a week.

    At more than 40 a day the time is longer, so that a day's list stays one that can be read.
    """
    today = midnight_of(now, zone)
    length = max(MONTHS_FULL.days, number // MOST_A_DAY)
    days = [today - timedelta(days=ago) for ago in range(length, -1, -1)]
    today_so_far = (now - today) / timedelta(days=1)
    weights = [WEEK[day.weekday()] * (today_so_far if day == today else 1) for day in days]
    share = number / sum(weights)
    moments: list[datetime] = []
    due = 0.0
    for day, weight in zip(days, weights, strict=True):
        due += share * weight
        length_of_day = today_so_far if day == today else 1
        for hour in dice.choices(HOURS, OF_THE_HOUR, k=round(due) - len(moments)):
            seconds = hour * 3600 + dice.randrange(3600)
            moments.append(day + timedelta(seconds=seconds * length_of_day))
    return sorted(moments)


def midnight_of(moment: datetime, zone: str) -> datetime:
    """When its day began in a time zone."""
    return midnight(local_day(moment, zone), zone)
