"""The cost of each response in its headers, in development."""

from __future__ import annotations

import re

from portal.extensions import db
from tests.conftest import new_app
from tests.newsroom import Newsroom


def test_a_response_has_the_cost_of_its_rendering(tmp_path):
    app = new_app(tmp_path, SERVER_TIMING=True)
    story = Newsroom(app).article("River rises")

    sent = app.test_client().get(story.path).headers["Server-Timing"]

    found = re.fullmatch(r'total;dur=(\d+\.\d), database;dur=(\d+\.\d);desc="(\d+) queries"', sent)
    assert found
    assert float(found[1]) >= float(found[2])
    assert int(found[3]) > 0
    with app.app_context():
        db.engine.dispose()


def test_a_404_has_it_too(tmp_path):
    app = new_app(tmp_path, SERVER_TIMING=True)

    assert "total;dur=" in app.test_client().get("/nothing/").headers["Server-Timing"]
    with app.app_context():
        db.engine.dispose()


def test_it_is_not_sent_in_production(reader):
    assert "Server-Timing" not in reader.get("/").headers
