"""404s are counted, and no reader waits for that."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from portal.extensions import db
from portal.models import MissingAddress
from portal.site.errors.not_found_log import NotFoundLog


@pytest.fixture(autouse=True)
def flushed_at_each_request(app, monkeypatch):
    monkeypatch.setattr("portal.site.errors.not_found_log.FLUSH_SECONDS", 0)
    monkeypatch.setitem(app.extensions, "not_found_log", NotFoundLog(app))


def counted(app) -> dict[str, int]:
    with app.app_context():
        return dict(db.session.execute(select(MissingAddress.path, MissingAddress.times)).all())


@pytest.mark.both_databases
def test_each_missing_path_is_counted(app, reader):
    for address in ("/old/", "/older/?p=x", "/old/?utm_source=mail"):
        reader.get(address).close()
    assert counted(app) == {"/old/": 2, "/older/": 1}


def test_counts_are_written_after_the_response(app, reader):
    answer = reader.get("/old/")
    assert answer.status_code == 404
    assert counted(app) == {}
    answer.close()
    assert counted(app) == {"/old/": 1}


def test_counts_survive_a_busy_database_without_waiting(app, reader):
    with app.app_context(), db.engine.begin() as writing:
        writing.execute(text("UPDATE tag SET name = name"))
        reader.get("/old/").close()
    assert counted(app) == {}

    reader.get("/old/").close()
    assert counted(app) == {"/old/": 2}


def test_too_long_path_is_not_counted(app, reader):
    reader.get(f"/{'a' * 700}/").close()
    reader.get("/old/").close()
    assert counted(app) == {"/old/": 1}
