"""Due feeds are fetched by one of many processes, one request a host at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Lock
from time import monotonic, sleep

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from portal.extensions import db
from portal.ingest.scheduler import LEASE_NAME, Scheduler
from portal.models import FeedState, Lease, Source, now
from tests.ingest.feeds import item, rss

pytestmark = pytest.mark.both_databases


@contextmanager
def scheduled(app) -> Iterator[Scheduler]:
    """A scheduler whose ticks the test calls; its threads end with the test."""
    scheduler = Scheduler(app)
    try:
        yield scheduler
    finally:
        scheduler.pool.close()
        for worker in scheduler.pool.workers:
            worker.join(5)


def wait_for(scheduler: Scheduler, seconds: float = 20) -> None:
    """Wait until all that was queued has been fetched, and save it."""
    deadline = monotonic() + seconds
    while len(scheduler.pool.finished) < len(scheduler.pool.active) and monotonic() < deadline:
        sleep(0.01)
    with scheduler.app.app_context():
        scheduler.save()
    assert not scheduler.pool.active


def test_what_is_due_is_fetched_and_is_due_again_later(wire, app):
    wire.serves(rss(item()))
    source = follow_due(wire)

    with scheduled(app) as scheduler:
        scheduler.tick()
        wait_for(scheduler)

    assert wire.headlines() == ["River rises"]
    assert wire.state(source).due_at > now() + timedelta(minutes=20)


def test_paused_gone_and_later_feeds_are_left_alone(wire, app, publisher):
    wire.serves(rss(item()))
    paused = follow_due(wire, name="Paused")
    wire.change(Source, paused.id, paused_at=now(), feed_address=publisher.address("/feed?1"))
    later = follow_due(wire, name="Later", feed_address=publisher.address("/feed?2"))
    wire.change(FeedState, later.id, due_at=now() + timedelta(hours=1))

    with scheduled(app) as scheduler:
        scheduler.tick()
        wait_for(scheduler)

    assert publisher.requests == []


def test_only_the_holder_of_the_lease_fetches(wire, app, publisher):
    wire.serves(rss(item()))
    follow_due(wire)
    with scheduled(app) as one, scheduled(app) as other:
        one.tick()
        other.tick()
        wait_for(one)
        other.tick()

        assert not other.pool.active
    assert len(publisher.requests) == 1


def test_another_process_takes_over_when_the_lease_is_released(wire, app):
    wire.serves(rss(item()))
    source = follow_due(wire)
    with scheduled(app) as one, scheduled(app) as other:
        one.tick()
        wait_for(one)
        one.close()
        wire.change(FeedState, source.id, due_at=now())
        wire.serves(rss(item("Bridge closes"), item()))
        other.tick()
        wait_for(other)

    assert wire.headlines() == ["River rises", "Bridge closes"]


def test_who_loses_the_lease_forgets_what_is_queued(wire, app):
    wire.serves(rss(item()))
    follow_due(wire)
    with scheduled(app) as scheduler:
        scheduler.pool.threads = 0
        scheduler.tick()
        assert scheduler.pool.active
        with app.app_context():
            Lease.release(LEASE_NAME, scheduler.holder)
            assert Lease.acquire(LEASE_NAME, "another", 60)
            db.session.commit()
        scheduler.tick()

        assert not scheduler.pool.active


def test_each_host_has_one_request_at_a_time_and_waits_for_no_other(wire, app, publisher, hosts):
    open_now: dict[str, int] = {}
    most: dict[str, int] = {}
    lock = Lock()

    def slow(handler):
        host = handler.headers["Host"]
        with lock:
            open_now[host] = open_now.get(host, 0) + 1
            most[host] = max(most.get(host, 0), open_now[host])
        sleep(0.1)
        with lock:
            open_now[host] -= 1
        handler.send_error(500)

    publisher.pages["/feed"] = slow
    for host in ("a.example", "b.example", "c.example"):
        for n in range(4):
            address = publisher.address(f"/feed?{n}", host=host)
            follow_due(wire, name=f"{host} {n}", feed_address=address)
    begun = monotonic()
    with scheduled(app) as scheduler:
        scheduler.tick()
        wait_for(scheduler)

    assert [*most.values()] == [1, 1, 1]
    assert len(publisher.requests) == 12
    assert monotonic() - begun < 10


def test_many_feeds_at_once_are_all_filed(wire, app, publisher, hosts):
    for n in range(24):
        stories = [item(f"Story {n} {k}", f"http://w{n}.example/{k}") for k in range(5)]
        wire.serves(rss(*stories, title=f"Wire {n}"), f"/feed/{n}")
        follow_due(
            wire, name=f"Wire {n}", feed_address=publisher.address(f"/feed/{n}", f"w{n}.example")
        )
    with scheduled(app) as scheduler:
        scheduler.tick()
        wait_for(scheduler, seconds=60)

    assert len({*wire.headlines()}) == 24 * 5
    with app.app_context():
        assert {each.error for each in db.session.scalars(select(FeedState))} == {""}


def test_an_unchanged_feed_is_saved_with_all_others(wire, app, publisher):
    wire.serves(rss(item()), ETag='"1"')
    source = follow_due(wire)
    wire.fetch(source)
    publisher.serves("/feed", b"", 304)
    wire.change(FeedState, source.id, due_at=now())
    before = wire.state(source).fetched_at

    with scheduled(app) as scheduler:
        scheduler.tick()
        while not scheduler.pool.finished:
            sleep(0.01)
        assert wire.state(source).fetched_at == before
        scheduler.tick()
        assert wire.state(source).fetched_at > before


def test_while_the_database_is_away_it_says_so_once_and_goes_on(app, wire, monkeypatch, caplog):
    def fail(*_arguments):
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    wire.serves(rss(item()))
    follow_due(wire)
    with scheduled(app) as scheduler:
        with monkeypatch.context() as patched:
            patched.setattr(scheduler, "due", fail)
            scheduler.tick()
            scheduler.tick()
        assert len(caplog.records) == 1
        scheduler.tick()
        wait_for(scheduler)

    assert wire.headlines() == ["River rises"]


def test_a_feed_whose_items_cannot_be_stored_is_not_asked_again_at_once(
    wire, app, publisher, monkeypatch
):
    def fail(*_arguments):
        raise OperationalError("INSERT", {}, Exception("disk full"))

    monkeypatch.setattr("portal.ingest.fetch_source.file_items", fail)
    wire.serves(rss(item()))
    source = follow_due(wire)
    with scheduled(app) as scheduler:
        for _ in range(3):
            scheduler.tick()
            deadline = monotonic() + 20
            while scheduler.pool.active and monotonic() < deadline:
                sleep(0.01)

    assert len(publisher.requests) == 1
    assert wire.state(source).error == ""


def test_it_runs_until_it_is_stopped_and_gives_the_lease_back(wire, app, monkeypatch):
    monkeypatch.setattr("portal.ingest.scheduler.FIRST_TICK_SECONDS", 0)
    monkeypatch.setattr("portal.ingest.scheduler.POLL_SECONDS", 0.01)
    wire.serves(rss(item()))
    follow_due(wire)
    scheduler = Scheduler(app, tick_seconds=0.05)
    thread = scheduler.start()
    deadline = monotonic() + 20
    while not wire.items() and monotonic() < deadline:
        sleep(0.02)
    scheduler.stop()
    thread.join(10)

    assert wire.headlines() == ["River rises"]
    with app.app_context():
        assert Lease.acquire(LEASE_NAME, "another", 60)
        db.session.rollback()


def follow_due(wire, name: str = "Pannon Wire", **rules) -> Source:
    source = wire.follow(name=name, **rules)
    wire.change(FeedState, source.id, due_at=now() - timedelta(seconds=1))
    return source
