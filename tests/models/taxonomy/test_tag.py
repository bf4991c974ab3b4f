from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.models import Tag

pytestmark = pytest.mark.both_databases


def test_a_name_is_found_however_it_is_spelt_and_made_where_there_is_none(app, newsroom):
    newsroom.tag("Łódź")
    with app.app_context():
        assert [tag.name for tag in Tag.get_or_create(["lodz", "Ferries", "ŁÓDŹ"])] == [
            "Łódź",
            "Ferries",
            "Łódź",
        ]
        db.session.commit()
        assert db.session.query(Tag).count() == 2


def test_a_tag_created_concurrently_is_used(app, newsroom, monkeypatch):
    looked = []

    def spelt_before_the_other(name: str) -> Tag | None:
        if looked:
            return db.session.scalar(select(Tag).filter_by(slug="ferries"))
        looked.append(name)
        newsroom.tag("ferries")  # the other commits now
        return None

    with app.app_context():
        monkeypatch.setattr(Tag, "find_by_name", spelt_before_the_other)
        (tag,) = Tag.get_or_create(["Ferries"])
        db.session.commit()
        assert tag.name == "ferries"
        assert db.session.query(Tag).count() == 1


def test_suggestions_start_with_prefix_matches_then_by_use(app, newsroom):
    rail, trail, railways = (newsroom.tag(name) for name in ("Rail", "Trails", "Railways"))
    newsroom.tag("Ferries")
    newsroom.article("One", tags=[railways, trail])
    newsroom.draft("Two", tags=[railways, rail])
    newsroom.article("Three", tags=[trail])
    with app.app_context():
        found = [(tag.name, number) for tag, number in db.session.execute(Tag.suggestions("RAÏL"))]
    assert found == [("Railways", 2), ("Rail", 1), ("Trails", 2)]
