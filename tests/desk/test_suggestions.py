"""Fields in which a noun is found by typing its name: suggestions, mistakes, namesakes, ids."""

from __future__ import annotations

import re
from html import unescape

import pytest

from portal.extensions import db
from portal.models import Author, Category, MenuItem, Page, Tag, Tagging

pytestmark = pytest.mark.both_databases


def options(page: str) -> list[str]:
    return [unescape(each) for each in re.findall(r'<option value="([^"]*)"></option>', page)]


def test_names_are_suggested_while_one_types(editor, newsroom):
    for name in ("Night ferries", "Ferries", "Ferry prices", "Climate"):
        newsroom.tag(name)
    assert options(editor.get("/desk/suggestions/tags?merge-into=ferr").text) == [
        "Ferries",
        "Ferry prices",
        "Night ferries",
    ]


def test_at_most_eight_names_are_suggested_of_however_many(editor, newsroom):
    for number in range(30):
        newsroom.tag(f"Ferry {number:02}")
    assert len(options(editor.get("/desk/suggestions/tags?tag=ferry").text)) == 8


def test_nothing_is_suggested_before_one_types(editor, newsroom):
    newsroom.tag("Ferries")
    assert editor.get("/desk/suggestions/tags?tag=").text == ""


def test_categories_are_suggested_with_their_whole_path(editor, newsroom):
    newsroom.category("Gull Island", parent=newsroom.category("Islands"))
    page = editor.get("/desk/suggestions/categories?parent_id=isl gull").text
    assert options(page) == ["Islands › Gull Island"]


def test_a_page_with_many_nouns_lists_none_of_them(editor, newsroom):
    tag = newsroom.tag("Kept")
    for number in range(12):
        newsroom.tag(f"Further {number}")
        newsroom.author(f"Writer {number}")
    assert "Further 7" not in editor.get(f"/desk/tags/{tag.id}").text
    for address in ("/desk/articles/", "/desk/articles/new"):
        page = editor.get(address).text
        assert "Further 7" not in page and "Writer 7" not in page


@pytest.mark.parametrize("typed", ["Climate", "climate", "  Climate "])
def test_tags_are_merged_by_the_name_of_the_other(app, editor, newsroom, typed):
    weather, climate = newsroom.tag("Weather"), newsroom.tag("Climate")
    newsroom.article("River rises", tags=[weather])
    answer = editor.post(f"/desk/tags/{weather.id}/merge", data={"merge-into": typed})
    assert answer.status_code == 303
    with app.app_context():
        assert db.session.query(Tagging).one().tag_id == climate.id
        assert db.session.get(Tag, weather.id) is None


def test_a_name_that_is_nearly_right_is_refused_with_those_like_it(app, editor, newsroom):
    weather = newsroom.tag("Weather")
    newsroom.tag("Climate change")
    newsroom.tag("Climate policy")
    answer = editor.post(f"/desk/tags/{weather.id}/merge", data={"merge-into": "Climate x"})
    assert answer.status_code == 422
    message = "There is no tag called “Climate x”. Similar names: Climate change, Climate policy."
    assert message in answer.text
    assert {"Climate change", "Climate policy"} <= {*options(answer.text)}
    with app.app_context():
        assert db.session.query(Tag).count() == 3


def test_a_noun_is_not_merged_into_itself(editor, newsroom):
    weather = newsroom.tag("Weather")
    newsroom.tag("Climate")
    answer = editor.post(f"/desk/tags/{weather.id}/merge", data={"merge-into": "Weather"})
    assert answer.status_code == 422


def test_namesakes_are_told_apart_by_their_address(app, editor, newsroom):
    ana = newsroom.author("Ana Peña", slug="ana-pena")
    second = newsroom.author("Ana Peña", slug="ana-pena-2")
    double = newsroom.author("A. Peña", slug="a-pena")
    at = f"/desk/authors/{double.id}/merge"
    refused = editor.post(at, data={"merge-into": "Ana Peña"})
    assert refused.status_code == 422
    assert "Ana Peña (ana-pena), Ana Peña (ana-pena-2)" in refused.text
    assert editor.post(at, data={"merge-into": "Ana Peña (ana-pena-2)"}).status_code == 303
    with app.app_context():
        left = {author.id for author in db.session.query(Author)}
    assert left == {ana.id, second.id}


def test_a_parent_is_typed_by_its_path_or_its_name(app, editor, newsroom):
    island = newsroom.category("Gull Island", parent=newsroom.category("Islands"))
    for name, parent in (("Port", "Islands › Gull Island"), ("Lighthouse", "gull island")):
        editor.post("/desk/categories/new", data={"name": name, "parent_id": parent})
    with app.app_context():
        assert {each.name for each in db.session.get(Category, island.id).children} == {
            "Port",
            "Lighthouse",
        }


def test_the_form_shows_the_parent_and_keeps_it(app, editor, newsroom):
    child = newsroom.page("Style", parent=newsroom.page("About"))
    page = editor.get(f"/desk/pages/{child.id}").text
    assert 'value="About"' in page
    editor.post(f"/desk/pages/{child.id}", data={"title": "Style", "parent_id": "About"})
    with app.app_context():
        assert db.session.get(Page, child.id).path == "/about/style/"


def test_two_categories_of_one_name_are_told_apart_by_their_paths(editor, newsroom):
    for parent in ("Islands", "Coast"):
        newsroom.category("News", parent=newsroom.category(parent))
    answer = editor.post("/desk/categories/new", data={"name": "Port", "parent_id": "News"})
    assert answer.status_code == 422
    assert "Islands › News" in answer.text and "Coast › News" in answer.text


def test_a_menu_links_to_a_page_or_a_category_by_its_name(app, editor, newsroom):
    newsroom.page("About")
    newsroom.category("Europe")
    for name in ("About", "Europe"):
        assert editor.post("/desk/menus", data={"menu": "main", "to": name}).status_code == 303
    with app.app_context():
        assert [item.text for item in db.session.query(MenuItem).order_by(MenuItem.id)] == [
            "About",
            "Europe",
        ]


def test_a_story_is_suggested_for_the_front_page_by_words_of_its_headline(editor, newsroom):
    newsroom.article("River rises in the north")
    newsroom.draft("River plan, not out yet")
    page = editor.get("/desk/suggestions/stories?story=river+north").text
    assert options(page) == ["River rises in the north"]


def test_the_list_of_articles_is_filtered_by_a_source_or_our_own(editor, newsroom):
    wire = newsroom.source("Pannon Wire")
    newsroom.article("From the wire", source=wire)
    newsroom.article("Written by us")
    for asked in ("Pannon Wire", str(wire.id)):
        page = editor.get("/desk/articles/", query_string={"source": asked}).text
        assert "From the wire" in page and "Written by us" not in page
    for asked in ("ours", "Our own"):
        page = editor.get("/desk/articles/", query_string={"source": asked}).text
        assert "From the wire" not in page and "Written by us" in page
        assert 'value="Our own"' in page


def test_an_author_writes_as_one_person_only(app, editor_client, newsroom):
    admin = editor_client("admin", name="Mara Ellwood")
    leyla = newsroom.author("Leyla Aydin")
    first = editor_client("author", name="Leyla Aydin", author=leyla)
    other = editor_client("author", name="Ada Quill")
    suggested = admin.get("/desk/suggestions/free-authors?author_id=leyla").text
    assert options(suggested) == []
    typed = {"name": "Ada Quill", "email": other.who.email, "author_id": "Leyla Aydin"}
    refused = admin.post(f"/desk/people/{other.who.id}", data=typed)
    assert refused.status_code == 422 and "already writes as this author" in refused.text
    typed = {"name": "Leyla", "email": first.who.email, "author_id": "Leyla Aydin"}
    assert admin.post(f"/desk/people/{first.who.id}", data=typed).status_code == 303


def test_an_address_that_is_not_the_one_typed_is_said(editor, newsroom):
    newsroom.tag("Ferries", slug="ferries")
    editor.post("/desk/tags/new", data={"name": "Ferries again", "slug": "ferries"})
    page = editor.get("/desk/tags").text
    assert "“ferries” is taken, so the address is /tag/ferries-2/" in page
    editor.post("/desk/tags/new", data={"name": "Trains", "slug": "Night Trains!"})
    assert "The address is /tag/night-trains/" in editor.get("/desk/tags").text


def test_a_child_category_called_feed_gets_another_address_in_words(editor, newsroom):
    newsroom.category("Europe")
    answer = editor.post("/desk/categories/new", data={"name": "Feed", "parent_id": "Europe"})
    assert answer.status_code == 303
    said = "“feed” is taken, so the address is /category/europe/feed-2/"
    assert said in editor.get("/desk/categories").text
