from __future__ import annotations

import unicodedata

import pytest

from portal.extensions import db
from portal.models import Tag

pytestmark = pytest.mark.both_databases


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def test_a_tag_is_found_by_its_name_in_any_case_and_any_normal_form(app, newsroom):
    lodz = newsroom.tag("Łódź")
    with app.app_context():
        for name in ("Łódź", nfd("Łódź"), "ŁÓDŹ", "łódź"):
            assert Tag.find_by_name(name).id == lodz.id, name
        assert Tag.find_by_name("Lodz") is None


NAMESAKES = [
    ("C++", "C#", "C"),
    (".NET", "Net"),
    ("Bar", "Bär"),
    ("Papá", "Papa"),
    ("Año", "Ano"),
    ("Баш", "Bash"),
    ("北京", "背景"),
    ("…", "???", "!"),
]


@pytest.mark.parametrize("names", NAMESAKES, ids="-".join)
def test_different_names_with_one_slug_are_different_tags(app, names):
    with app.app_context():
        tags = Tag.get_or_create(names)
        db.session.commit()
        assert [tag.name for tag in tags] == [*names]
        assert len({tag.slug for tag in tags}) == len(names)
        assert Tag.get_or_create(names[::-1]) == tags[::-1]
        assert [Tag.find_by_name(name) for name in names] == tags


def test_the_exact_name_counts_before_another_case(app, newsroom):
    newsroom.tag("aids"), newsroom.tag("AIDS", slug="aids-2")
    with app.app_context():
        assert Tag.find_by_name("AIDS").slug == "aids-2"
        assert Tag.find_by_name("Aids").slug == "aids"


def test_one_new_name_in_two_normal_forms_makes_one_tag(app):
    with app.app_context():
        one, other = Tag.get_or_create(["Тихий край", nfd("Тихий край")])
        assert one is other
        assert one.name == "Тихий край"


def test_a_tag_created_concurrently_is_used(app, newsroom, monkeypatch):
    find, calls = Tag.find_by_name, []

    def find_before_the_other_commits(name: str) -> Tag | None:
        calls.append(name)
        if len(calls) > 1:
            return find(name)
        newsroom.tag("ferries")
        return None

    with app.app_context():
        monkeypatch.setattr(Tag, "find_by_name", find_before_the_other_commits)
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


def test_tags_that_share_a_slug_are_all_suggested(app, newsroom):
    for number, name in enumerate(("C", "C++", "…", "???")):
        newsroom.tag(name, slug=f"c-{number}")
    with app.app_context():
        for typed, expected in (("C++", {"C++", "C", "…", "???"}), ("…", {"…"}), ("?", {"???"})):
            found = [tag.name for tag, _ in db.session.execute(Tag.suggestions(typed))]
            assert set(found) == expected, typed
            assert typed not in expected or found[0] == typed
