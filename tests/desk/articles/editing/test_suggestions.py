"""Suggested and new tags, and the authors in the order of the byline."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from portal.extensions import db
from portal.models import Tag
from tests.desk.cast import an_editor, browser

HTMX = {"HX-Request": "true"}


def options(page: str) -> list[str]:
    return re.findall(r'data-tag="([^"]*)"', page)


def test_tags_are_suggested_with_their_number_of_stories(contributor, newsroom):
    gull, harbour = newsroom.tag("Gull Island"), newsroom.tag("Harbour")
    newsroom.article(tags=[gull, harbour])
    newsroom.article(tags=[gull])
    page = contributor.get("/desk/articles/tags?new_tag=%20gull").text
    assert options(page) == ["Gull Island", "gull"]
    assert "2 stories" in page
    assert "Create tag “gull”" in page


def test_chosen_tags_are_neither_suggested_nor_offered_as_new(editor, newsroom):
    newsroom.tag("Gull Island")
    chosen = "tags=Gull+Island"
    assert options(editor.get(f"/desk/articles/tags?new_tag=gull&{chosen}").text) == ["gull"]
    assert options(editor.get(f"/desk/articles/tags?new_tag=GULL+island&{chosen}").text) == []
    assert options(editor.get("/desk/articles/tags?new_tag=Gull+island").text) == ["Gull Island"]


@pytest.mark.parametrize("typed", ["", "   ", "%00", "x" * 5000, "%25_", "…"])
def test_any_typed_text_is_answered(editor, typed):
    assert editor.get(f"/desk/articles/tags?new_tag={typed}").status_code == 200


@pytest.mark.both_databases
def test_editors_who_create_the_same_tags_at_once_all_save(app, newsroom):
    orders = [["Ferries", "Harbour"], ["Harbour", "Ferries"], ["ferries", "harbour", "Isles"]]
    clients = [browser(app, an_editor(app)) for _ in orders]
    together = Barrier(len(orders))

    def save(number: int) -> int:
        typed = {"headline": f"Story {number}", "tags": orders[number]}
        together.wait()
        return clients[number].post("/desk/articles", data=typed).status_code

    with ThreadPoolExecutor(len(orders)) as editors:
        assert list(editors.map(save, range(len(orders)))) == [303, 303, 303]
    assert [len(newsroom.saved(f"Story {n}").tags) for n in range(3)] == [2, 2, 3]
    with app.app_context():
        assert db.session.query(Tag).count() == 3


def test_buttons_change_the_order_of_authors_for_htmx(editor, newsroom):
    ada, jun = newsroom.author("Ada Quill"), newsroom.author("Jun Pascoe")
    sent = {"headline": "Typed", "authors": [ada.id, jun.id], "author_up": jun.id}
    page = editor.post("/desk/articles/byline", data=sent, headers=HTMX).text
    assert page.index("Jun Pascoe") < page.index("Ada Quill")
    assert "Typed" not in page
    # The pressed button is at its end now: the focus goes to the other one of the same author.
    assert re.search(rf'id="author-down-{jun.id}"[^>]* autofocus', page)

    page = editor.post(
        "/desk/articles/byline", data={"authors": [ada.id], "author_remove": ada.id}, headers=HTMX
    ).text
    assert "Ada Quill" not in page
    assert re.search(r'<input autocomplete="off" autofocus[^>]* id="new_author"', page)


def test_an_unknown_author_stays_typed_with_a_message(editor, newsroom):
    newsroom.author("Ada Quill")
    sent = {"new_author": "Nobody Known", "add_author": "1"}
    answer = editor.post("/desk/articles/byline", data=sent, headers=HTMX)
    assert answer.status_code == 422
    assert "There is no author called “Nobody Known”." in answer.text
    assert 'value="Nobody Known"' in answer.text
    added = editor.post("/desk/articles/byline", data=sent | {"new_author": "ada quill"}).text
    assert "Move Ada Quill up" in added


@pytest.mark.parametrize("number", ["", "0", "x", "999"])
def test_an_author_that_does_not_exist_changes_nothing(editor, newsroom, number):
    ada = newsroom.author("Ada Quill")
    for button in ("author_up", "author_down", "author_remove"):
        sent = {"authors": [ada.id, "999", "x"], button: number}
        answer = editor.post("/desk/articles/byline", data=sent)
        assert answer.status_code == 200
        assert "Ada Quill" in answer.text


def test_without_a_script_each_button_returns_the_whole_form(editor, newsroom):
    typed = {"headline": "Typed", "tags": ["Ferries"], "new_tag": "Isles, ferries", "add_tag": ""}
    page = editor.post("/desk/articles", data=typed)
    assert page.status_code == 200
    assert re.findall(r'name="tags" value="([^"]*)"', page.text) == ["Ferries", "Isles", "{}"]
    assert "Typed</textarea>" in page.text
    page = editor.post("/desk/articles", data=typed | {"remove_tag": "Ferries", "new_tag": ""})
    assert "Typed</textarea>" in page.text
