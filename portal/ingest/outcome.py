"""The outcome of a fetch, and the columns of the feed's state that follow from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from random import random
from typing import Any

from sqlalchemy import select, update

from portal.extensions import db, read_session
from portal.ingest import schedule
from portal.ingest.failures import Failure
from portal.ingest.filing.new_items import Filed
from portal.ingest.filing.write_lock import exclusive_write
from portal.ingest.parsing import Feed
from portal.models import FeedState, Source, WireItem, now

MAX_ETAG_CHARS, MAX_DATE_CHARS = 500, 100
MAX_WARNINGS = 10
GAPS = 60  # stories from which the usual gap is worked out

Headers = Mapping[str, str]


@dataclass
class Outcome:
    """The outcome of one fetch. `values` are the columns of the feed's state to write.

    `is_unchanged`: the feed says what it said before, so nothing else is to be written.
    """

    source_id: int
    name: str
    filed: Filed = field(default_factory=Filed)
    failure: Failure | None = None
    is_unchanged: bool = False
    values: dict[str, Any] = field(default_factory=dict)


def unchanged(source: Source, state: FeedState, headers: Headers) -> Outcome:
    """Return the outcome of a fetch that brought nothing new."""
    values = succeeded(source, state, headers)
    values = {"etag": state.etag, "last_modified": state.last_modified} | values
    return Outcome(source.id, source.name, is_unchanged=True, values=values)


def succeeded(source: Source, asked: FeedState | Feed, headers: Headers) -> dict[str, Any]:
    """Return the state's columns after a fetch that brought the feed, or found it unchanged."""
    moment = now()
    interval = schedule.interval_of(source.interval_minutes, asked.ttl_seconds, headers)
    values: dict[str, Any] = {"fetched_at": moment, "succeeded_at": moment}
    values["due_at"] = schedule.next_fetch(
        moment, interval, chance(), skip_hours=asked.skip_hours, skip_days=asked.skip_days
    )
    values |= {"failures": 0, "error_kind": "", "error": "", "gone_at": None}
    if etag := headers.get("etag", ""):
        values["etag"] = etag if len(etag) <= MAX_ETAG_CHARS else ""
    if date := headers.get("last-modified", ""):
        values["last_modified"] = date if len(date) <= MAX_DATE_CHARS else ""
    return values


def failed(
    source: Source, state: FeedState, problem: Failure, headers: Headers | None = None
) -> Outcome:
    """Return an outcome that says what went wrong and when the feed is tried again."""
    moment, failures = now(), state.failures + 1
    interval = schedule.interval_of(source.interval_minutes, 0, {})
    asked = schedule.retry_after(headers or {}, moment)
    due_at: datetime | None = schedule.next_fetch(
        moment, interval, chance(), failures=failures, retry_after=asked
    )
    values: dict[str, Any] = {"fetched_at": moment, "failures": failures}
    values |= {"error_kind": problem.kind, "error": problem.sentence}
    if problem.kind == "gone":
        values["gone_at"], due_at = moment, None
    return Outcome(source.id, source.name, failure=problem, values=values | {"due_at": due_at})


def chance() -> float:
    return random()  # noqa: S311  it spreads feeds over time and guards nothing


def warnings_of(feed: Feed) -> list[str]:
    """Return the faults of a feed and its items that kept nothing out, each once."""
    said = [f"{item.headline[:80]}: {each}" for item in feed.items for each in item.warnings]
    return list(dict.fromkeys([*feed.warnings, *said]))[:MAX_WARNINGS]


def usual_gap_seconds(source_id: int) -> int:
    """Return the longest usual time between two stories of a source: nine of ten come sooner."""
    query = select(WireItem.fetched_at, WireItem.published_at).filter_by(source_id=source_id)
    with read_session() as session:
        rows = session.execute(query.order_by(WireItem.id.desc()).limit(GAPS)).all()
    moments = sorted(published or fetched for fetched, published in rows)
    gaps = sorted(later - earlier for earlier, later in pairwise(moments))
    return int(gaps[len(gaps) * 9 // 10].total_seconds()) if gaps else 0


def save_states(outcomes: Sequence[Outcome]) -> None:
    """Write the states of many feeds in one transaction. Commits."""
    with exclusive_write():
        for each in outcomes:
            mine = update(FeedState).where(FeedState.source_id == each.source_id)
            mine = mine.values(**each.values).execution_options(synchronize_session=False)
            db.session.execute(mine)
        db.session.commit()
