"""The health of a source, in words and figures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from portal.ingest.sources.health import condition_of, daily_counts, stories_a_week
from portal.models import FeedState, ItemState, Source, WireItem, now

NOON = datetime(2026, 11, 19, 12, tzinfo=UTC)
A_DAY = 86_400


@pytest.mark.parametrize(
    ("state", "paused", "condition"),
    [
        (None, False, "not fetched yet"),
        ({}, False, "not fetched yet"),
        ({"fetched_at": NOON}, False, "good"),
        ({"fetched_at": NOON, "error": "It answers 404."}, False, "failing"),
        ({"fetched_at": NOON, "error": "x", "gone_at": NOON}, False, "gone"),
        ({"fetched_at": NOON, "error": "x"}, True, "paused"),
        ({"last_new_at": NOON - timedelta(days=2), "usual_gap_seconds": A_DAY}, False, "good"),
        ({"last_new_at": NOON - timedelta(days=4), "usual_gap_seconds": A_DAY}, False, "silent"),
        ({"last_new_at": NOON - timedelta(hours=8), "usual_gap_seconds": 600}, False, "good"),
        ({"last_new_at": NOON - timedelta(days=400), "usual_gap_seconds": 0}, False, "good"),
    ],
)
def test_a_source_is_in_one_condition(state, paused, condition):
    if state and "last_new_at" in state:
        state["fetched_at"] = NOON
    source = Source(name="Wire", paused_at=NOON if paused else None)
    source.feed_state = FeedState(**state) if state is not None else None

    assert condition_of(source, NOON) == condition


@pytest.mark.both_databases
def test_stories_are_counted_by_week_and_day_without_those_that_were_refused(app, newsroom):
    source = newsroom.source(feed_address="https://wire.example/rss")
    with newsroom.at_work() as session:
        for days, state in (
            (0, "waiting"),
            (1, "taken"),
            (1, "dismissed"),
            (2, "refused"),
            (40, "taken"),
        ):
            session.add(WireItem(source_id=source.id, fetched_at=now() - timedelta(days=days), state=ItemState(state)))  # fmt: skip

    with app.app_context():
        assert stories_a_week() == {source.id: 0.75}
        counts = [*daily_counts(source.id, 30, "UTC").values()]
    assert len(counts) == 30
    assert counts[-3:] == [0, 2, 1]
