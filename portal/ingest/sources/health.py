"""How a source is doing, in words and figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select

from portal.extensions import db
from portal.models import FeedState, ItemState, Source, WireItem, local_day, now
from portal.models.base.clock import midnight

WEEKS = 4
SILENT_AFTER_GAPS = 3
MIN_SILENCE = timedelta(hours=12)  # a night is no silence


class Condition(StrEnum):
    """The condition of a source's feed, the worst first."""

    GONE = "gone"
    FAILING = "failing"
    SILENT = "silent"
    PAUSED = "paused"
    NEW = "not fetched yet"
    GOOD = "good"


@dataclass(frozen=True)
class Health:
    """`stories_a_week` counts items of the last four weeks that passed the source's rules."""

    condition: Condition
    stories_a_week: float
    fetched_at: datetime | None
    last_new_at: datetime | None
    due_at: datetime | None
    error: str = ""


def health_of(source: Source, stories_a_week: float, moment: datetime) -> Health:
    state = source.feed_state or FeedState()
    return Health(
        condition_of(source, moment),
        stories_a_week,
        state.fetched_at,
        state.last_new_at,
        None if source.paused_at else state.due_at,
        state.error or "",
    )


def condition_of(source: Source, moment: datetime) -> Condition:
    state = source.feed_state
    if state is not None and state.gone_at:
        return Condition.GONE
    if source.paused_at:
        return Condition.PAUSED
    if state is None or state.fetched_at is None:
        return Condition.NEW
    if state.error:
        return Condition.FAILING
    return Condition.SILENT if is_silent(state, moment) else Condition.GOOD


def is_silent(state: FeedState, moment: datetime) -> bool:
    """True if nothing new has come for three times as long as is usual for the source."""
    if state.last_new_at is None or not state.usual_gap_seconds:
        return False
    usual = timedelta(seconds=state.usual_gap_seconds)
    return moment - state.last_new_at > max(SILENT_AFTER_GAPS * usual, MIN_SILENCE)


def stories_a_week() -> dict[int, float]:
    """Return how many stories a week each source brings, by its id."""
    since = now() - timedelta(weeks=WEEKS)
    query = select(WireItem.source_id, func.count()).where(WireItem.fetched_at > since)
    passed = query.where(WireItem.state != ItemState.REFUSED).group_by(WireItem.source_id)
    return {id: count / WEEKS for id, count in db.session.execute(passed)}


def daily_counts(source_id: int, days: int, zone: str) -> dict[date, int]:
    """Return how many stories a source has brought on each of the last days, the oldest first."""
    today = local_day(now(), zone)
    listed = [today - timedelta(days=ago) for ago in range(days - 1, -1, -1)]
    query = select(WireItem.fetched_at).where(
        WireItem.source_id == source_id,
        WireItem.fetched_at >= midnight(listed[0], zone),
        WireItem.state != ItemState.REFUSED,
    )
    counts = Counter(local_day(each, zone) for each in db.session.scalars(query))
    return {day: counts[day] for day in listed}
