"""What the watcher sees, look by look; its thread is tests/test_server.py's."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from portal.extensions import db
from portal.models import Article, now
from portal.models.article import bin as the_bin
from portal.serving.version_watcher import Watcher

pytestmark = pytest.mark.both_databases


@pytest.fixture
def watcher(app):
    """A watcher that looks when it is told to."""
    watcher = Watcher(app)
    watcher.look()
    yield watcher
    watcher.end()


def test_a_story_shows_from_the_next_look_on(reader, newsroom, watcher):
    reader.get("/")
    newsroom.article("River rises")
    assert "River rises" not in reader.get("/").text
    watcher.look()
    assert "River rises" in reader.get("/").text


def test_between_looks_a_kept_page_asks_nothing_of_the_database(
    app, reader, newsroom, watcher, monkeypatch
):
    newsroom.article("River rises")
    watcher.look()
    page = reader.get("/").text
    with app.app_context():
        monkeypatch.setattr(db.engine, "connect", None)
        monkeypatch.setattr(db.engine, "raw_connection", None)
    assert reader.get("/").text == page


def test_what_was_binned_30_days_ago_is_gone_though_nobody_opens_the_desk(
    app, newsroom, watcher, monkeypatch
):
    monkeypatch.setattr(the_bin, "BATCH_ARTICLES", 2)
    for _ in range(3):
        newsroom.draft(binned_at=now() - timedelta(days=30))
    newsroom.draft("Not due", binned_at=now())
    watcher.empties_at = 0
    for _ in range(3):
        watcher.look()
    with app.app_context():
        assert [each.headline for each in db.session.query(Article)] == ["Not due"]
    assert watcher.empties_at > 0  # and an hour from now again


def test_saving_a_draft_leaves_the_edition(app, newsroom, watcher):
    draft = newsroom.draft("Not yet")
    watcher.look()
    edition = app.extensions["edition"]
    with newsroom.at_work() as session:
        session.get(Article, draft.id).headline = "Not yet, still"
    watcher.look()
    assert app.extensions["edition"] is edition


@pytest.fixture
def turn_the_clock(monkeypatch):
    """Set the clock of the editions, and of what is live, ahead."""

    def turn(**by) -> None:
        later = now() + timedelta(**by)
        for module in (
            "portal.site.edition",
            "portal.models.article.publication_states",
            "portal.web.rendering",
        ):
            monkeypatch.setattr(f"{module}.now", lambda: later)

    return turn


def test_a_scheduled_story_shows_from_the_look_after_it_came_due(
    reader, newsroom, watcher, turn_the_clock
):
    newsroom.article("Election night", published_at=now() + timedelta(minutes=2))
    watcher.look()
    assert "Election night" not in reader.get("/latest/").text
    turn_the_clock(minutes=3)
    assert "Election night" not in reader.get("/latest/").text
    watcher.look()
    assert "Election night" in reader.get("/latest/").text


def test_after_midnight_no_page_says_yesterday(app, reader, newsroom, watcher, turn_the_clock):
    newsroom.article("River rises")
    watcher.look()
    before = app.extensions["edition"]
    turn_the_clock(days=1)
    watcher.look()
    assert app.extensions["edition"].today == before.today + timedelta(days=1)
    assert len(app.extensions["cache"].responses) == 0


def away(*_arguments, **_options):
    raise OperationalError("SELECT", {}, Exception("the database is on holiday\nfar away"))


def test_while_the_database_is_away_what_is_kept_serves_and_the_log_says_so_once(
    reader, newsroom, watcher, monkeypatch, caplog
):
    newsroom.article("River rises")
    watcher.look()
    page = reader.get("/").text
    with monkeypatch.context() as broken, caplog.at_level(logging.WARNING):
        broken.setattr("portal.models.SiteVersion.current", away)
        for _ in range(3):
            watcher.look()
        assert reader.get("/").text == page
    assert [each.levelname for each in caplog.records] == ["WARNING"]
    assert "on holiday" in caplog.text
    assert "far away" not in caplog.text

    newsroom.article("Ferry returns")
    watcher.look()
    assert "there again" in caplog.text
    assert "Ferry returns" in reader.get("/").text


def test_what_this_worker_publishes_wakes_its_watcher(app, newsroom, watcher):
    watcher.listen()
    newsroom.draft("Not yet")
    assert not watcher.woken.is_set()
    newsroom.article("River rises")
    assert watcher.woken.is_set()


def test_once_it_is_over_each_request_looks_for_itself(reader, newsroom, watcher):
    reader.get("/")
    watcher.end()
    newsroom.article("River rises")
    assert "River rises" in reader.get("/").text
