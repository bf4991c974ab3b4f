"""Addresses asked for in vain are counted, and no reader waits for that."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from portal.extensions import db
from portal.models import MissingAddress
from portal.site.not_found_log import Lost


@pytest.fixture(autouse=True)
def written_at_each_request(app, monkeypatch):
    monkeypatch.setattr("portal.site.not_found_log.EVERY", 0)
    monkeypatch.setitem(app.extensions, "lost", Lost(app))


def counted(app) -> dict[str, int]:
    with app.app_context():
        return dict(db.session.execute(select(MissingAddress.path, MissingAddress.times)).all())


@pytest.mark.both_databases
def test_each_address_is_counted_by_its_path(app, reader):
    for address in ("/old/", "/older/?p=x", "/old/?utm_source=mail"):
        reader.get(address).close()
    assert counted(app) == {"/old/": 2, "/older/": 1}


def test_it_is_written_when_the_reader_has_the_answer(app, reader):
    answer = reader.get("/old/")
    assert answer.status_code == 404
    assert counted(app) == {}
    answer.close()
    assert counted(app) == {"/old/": 1}


def test_while_another_writes_nobody_waits_and_nothing_is_lost(app, reader):
    with app.app_context(), db.engine.begin() as writing:
        writing.execute(text("UPDATE tag SET name = name"))
        reader.get("/old/").close()
    assert counted(app) == {}

    reader.get("/old/").close()
    assert counted(app) == {"/old/": 2}


def test_an_address_longer_than_any_of_ours_is_not_counted(app, reader):
    reader.get(f"/{'a' * 700}/").close()
    reader.get("/old/").close()
    assert counted(app) == {"/old/": 1}
