"""What making an answer cost, told in development."""

from __future__ import annotations

import re

from portal.extensions import db
from tests.conftest import new_app
from tests.newsroom import Newsroom


def test_answer_tells_what_its_making_cost(tmp_path):
    app = new_app(tmp_path, SERVER_TIMING=True)
    story = Newsroom(app).article("River rises")

    told = app.test_client().get(story.path).headers["Server-Timing"]

    found = re.fullmatch(r'total;dur=(\d+\.\d), database;dur=(\d+\.\d);desc="(\d+) queries"', told)
    assert found
    assert float(found[1]) >= float(found[2])
    assert int(found[3]) > 0
    with app.app_context():
        db.engine.dispose()


def test_page_that_is_not_there_tells_it_too(tmp_path):
    app = new_app(tmp_path, SERVER_TIMING=True)

    assert "total;dur=" in app.test_client().get("/nothing/").headers["Server-Timing"]
    with app.app_context():
        db.engine.dispose()


def test_readers_are_told_nothing_of_it(reader):
    assert "Server-Timing" not in reader.get("/").headers
