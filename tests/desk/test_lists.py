"""The articles' list, and what is done with several of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.extensions import db
from portal.models import Article, now


def state_of(app, article) -> str:
    with app.app_context():
        return db.session.get(Article, article.id).state


def chosen(client, do, *articles, **fields):
    data = {"do": do, "article": [article.id for article in articles]} | fields
    return client.post("/desk/articles/chosen", data=data)


@pytest.mark.both_databases
def test_each_tab_lists_its_state(editor, newsroom):
    newsroom.draft("A draft")
    newsroom.draft("One to read", submitted_at=now())
    newsroom.article("One to come", published_at=now() + timedelta(hours=3))
    newsroom.article("One to see")
    newsroom.bin(newsroom.article("One thrown away"))
    names = ["A draft", "One to read", "One to come", "One to see", "One thrown away"]
    for state, listed in (
        ("", names[:4]), ("draft", names[:1]), ("in review", names[1:2]), ("scheduled", names[2:3]),
        ("live", names[3:4]), ("binned", names[4:]), ("nonsense", names[:4]),
    ):  # fmt: skip
        page = editor.get("/desk/articles/", query_string={"state": state}).text
        assert [name for name in names if f">{name}</a>" in page] == listed, state


def test_words_an_address_and_a_category_find(editor, newsroom):
    rail = newsroom.category("Rail")
    live = newsroom.article("Night train", category=rail)
    newsroom.article("River rises")
    for asked in ({"q": "NIGHT train"}, {"q": live.path}, {"category": rail.id}):
        page = editor.get("/desk/articles/", query_string=asked).text
        assert "Night train" in page and "River rises" not in page, asked
    assert "No article is like that." in editor.get("/desk/articles/?q=%25").text


def test_pages_are_numbered_and_a_bad_number_is_not_there(editor, newsroom):
    for number in range(31):
        newsroom.draft(f"Story {number:02}")
    first, second = (editor.get(f"/desk/articles/?page={n}").text for n in (1, 2))
    assert "Older articles" in first and "Newer articles" in second
    assert first.count("table__title") == 30 and second.count("table__title") == 1
    for bad in ("0", "-1", "100001"):
        assert editor.get(f"/desk/articles/?page={bad}").status_code == 404


@pytest.mark.parametrize("who", ["contributor", "author"])
def test_who_may_change_only_their_own_sees_only_that(editor_client, newsroom, who):
    client = editor_client(who)
    newsroom.draft("Mine", created_by_id=client.who.id)
    newsroom.draft("Somebody else’s")
    page = client.get("/desk/articles/").text
    assert "Mine</a>" in page and "Somebody else’s" not in page


def test_an_editor_publishes_bins_and_restores_several(app, editor, newsroom):
    one, two = newsroom.draft("One"), newsroom.draft("Two", submitted_at=now())
    for do, state in (("publish", "live"), ("bin", "binned"), ("restore", "live")):
        assert chosen(editor, do, one, two).status_code == 303
        assert {state_of(app, one), state_of(app, two)} == {state}, do


def test_each_refused_one_is_named_and_the_others_are_done(app, editor, newsroom):
    bare = newsroom.draft("Bare picture", image=newsroom.image(""))
    sound = newsroom.draft("Sound")
    chosen(editor, "publish", bare, sound)
    assert (state_of(app, bare), state_of(app, sound)) == ("draft", "live")
    page = editor.get("/desk/articles/").text
    assert "“Bare picture”: nobody has said yet what its picture shows." in page
    assert "Done with one article." in page


def test_what_waits_is_sent_back(app, editor, newsroom):
    sent = newsroom.draft(submitted_at=now())
    chosen(editor, "back", sent)
    assert state_of(app, sent) == "draft"


def test_several_are_moved_to_a_category(app, editor, newsroom):
    rail = newsroom.category("Rail")
    story = newsroom.article(category=newsroom.category("Europe"))
    chosen(editor, "move", story, category=rail.id)
    with app.app_context():
        assert db.session.get(Article, story.id).category_id == rail.id
    chosen(editor, "move", story, category="x")
    assert "choose a category to move it to." in editor.get("/desk/articles/").text


@pytest.mark.parametrize(
    ("who", "own", "do", "left"),
    [
        ("contributor", True, "publish", "draft"),
        ("contributor", False, "bin", "draft"),
        ("author", True, "publish", "live"),
        ("author", False, "publish", "draft"),
        ("author", False, "bin", "draft"),
        ("contributor", True, "bin", "binned"),
    ],
)
def test_rights_hold_as_one_by_one(app, editor_client, newsroom, who, own, do, left):
    client = editor_client(who)
    story = newsroom.draft(created_by_id=client.who.id if own else None)
    chosen(client, do, story)
    assert state_of(app, story) == left


def test_a_contributor_neither_bins_nor_brings_back_what_readers_see(app, contributor, newsroom):
    live = newsroom.article(created_by_id=contributor.who.id)
    chosen(contributor, "bin", live)
    assert state_of(app, live) == "live"
    newsroom.bin(live)
    chosen(contributor, "restore", live)
    assert state_of(app, live) == "binned"


def test_nothing_chosen_or_an_unknown_deed_is_said(app, editor, newsroom):
    story = newsroom.draft()
    for do, articles in (("publish", []), ("burn", [story])):
        assert chosen(editor, do, *articles).status_code == 303
        assert "Choose articles, and what to do with them." in editor.get("/desk/articles/").text
    assert state_of(app, story) == "draft"
