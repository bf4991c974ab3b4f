"""The version watcher, look by look. Its thread is tested in test_supervisor.py."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from portal.extensions import db
from portal.models import Article, now
from portal.models.article import bin as the_bin
from portal.serving.version_watcher import VersionWatcher

pytestmark = pytest.mark.both_databases


@pytest.fixture
def watcher(app):
    """A watcher that looks only when a test calls it."""
    watcher = VersionWatcher(app)
    watcher.look()
    yield watcher
    watcher.stop()


def test_a_story_shows_from_the_next_look_on(reader, newsroom, watcher):
    reader.get("/")
    newsroom.article("River rises")
    assert "River rises" not in reader.get("/").text
    watcher.look()
    assert "River rises" in reader.get("/").text


def test_between_looks_a_cached_page_needs_no_database(app, reader, newsroom, watcher, monkeypatch):
    newsroom.article("River rises")
    watcher.look()
    page = reader.get("/").text
    with app.app_context():
        monkeypatch.setattr(db.engine, "connect", None)
        monkeypatch.setattr(db.engine, "raw_connection", None)
    assert reader.get("/").text == page


def test_a_story_binned_30_days_ago_is_deleted_though_nobody_opens_the_desk(
    app, newsroom, watcher, monkeypatch
):
    monkeypatch.setattr(the_bin, "BATCH_ARTICLES", 2)
    for _ in range(3):
        newsroom.draft(binned_at=now() - timedelta(days=30))
    newsroom.draft("Not due", binned_at=now())
    watcher.next_cleanup_at = 0
    for _ in range(3):
        watcher.look()
    with app.app_context():
        assert [each.headline for each in db.session.query(Article)] == ["Not due"]
    assert watcher.next_cleanup_at > 0  # and an hour from now again


def test_saving_a_draft_does_not_start_an_edition(app, newsroom, watcher):
    draft = newsroom.draft("Not yet")
    watcher.look()
    edition = app.extensions["edition"]
    with newsroom.at_work() as session:
        session.get(Article, draft.id).headline = "Not yet, still"
    watcher.look()
    assert app.extensions["edition"] is edition


@pytest.fixture
def set_clock_ahead(monkeypatch):
    """Return a function that sets the clock of editions and of live stories ahead."""

    def set_ahead(**by) -> None:
        later = now() + timedelta(**by)
        for module in (
            "portal.site.edition.snapshot",
            "portal.models.article.publication_states",
            "portal.web.date_formats",
        ):
            monkeypatch.setattr(f"{module}.now", lambda: later)

    return set_ahead


def test_a_scheduled_story_shows_from_the_first_look_after_its_time(
    reader, newsroom, watcher, set_clock_ahead
):
    newsroom.article("Election night", published_at=now() + timedelta(minutes=2))
    watcher.look()
    assert "Election night" not in reader.get("/latest/").text
    set_clock_ahead(minutes=3)
    assert "Election night" not in reader.get("/latest/").text
    watcher.look()
    assert "Election night" in reader.get("/latest/").text


def test_after_midnight_no_page_says_yesterday(app, reader, newsroom, watcher, set_clock_ahead):
    newsroom.article("River rises")
    watcher.look()
    before = app.extensions["edition"]
    set_clock_ahead(days=1)
    watcher.look()
    assert app.extensions["edition"].today == before.today + timedelta(days=1)
    assert len(app.extensions["cache"].responses) == 0


def raise_unavailable(*_arguments, **_options):
    raise OperationalError("SELECT", {}, Exception("the database is on holiday\nfar away"))


def test_while_the_database_is_away_cached_pages_are_served_with_one_log_message(
    reader, newsroom, watcher, monkeypatch, caplog
):
    newsroom.article("River rises")
    watcher.look()
    page = reader.get("/").text
    with monkeypatch.context() as broken, caplog.at_level(logging.WARNING):
        broken.setattr("portal.models.SiteVersion.current", raise_unavailable)
        for _ in range(3):
            watcher.look()
        assert reader.get("/").text == page
    assert [each.levelname for each in caplog.records] == ["WARNING"]
    assert "on holiday" in caplog.text
    assert "far away" not in caplog.text

    newsroom.article("Ferry returns")
    watcher.look()
    assert "The database is back" in caplog.text
    assert "Ferry returns" in reader.get("/").text


def test_a_commit_of_this_worker_wakes_its_watcher(app, newsroom, watcher):
    watcher.listen_for_commits()
    newsroom.draft("Not yet")
    assert not watcher.wake_event.is_set()
    newsroom.article("River rises")
    assert watcher.wake_event.is_set()


def test_without_a_watcher_each_request_looks_for_itself(reader, newsroom, watcher):
    reader.get("/")
    watcher.stop()
    newsroom.article("River rises")
    assert "River rises" in reader.get("/").text
