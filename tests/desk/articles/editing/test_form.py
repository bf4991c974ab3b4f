"""Every field of the article's form: its limits and its messages."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.models import Article, AuditEntry, Revision, now
from tests.desk.articles.publishing.test_publication import local

TOO_LONG = {
    "kicker": (80, "Kicker"),
    "headline": (300, "Headline"),
    "standfirst": (1000, "Standfirst"),
    "alt": (1000, "Alt text"),
    "caption": (2000, "Caption"),
    "credit": (300, "Credit"),
    "correction": (2000, "Correction, if something was wrong"),
    "slug": (200, "Last part of the address"),
    "original_headline": (500, "Original headline"),
}
REFUSED = [
    ("headline", "", "Enter a headline."),
    ("headline", " \n ", "Enter a headline."),
    ("body", "<p>" + "x" * 2_100_000, "Shorten the body: it is too long for a story."),
    ("body", "<b>" * 70_000, "Shorten the body: it is too long for a story."),
    ("category", "999", "Category: choose one from the list."),
    ("also", "999", "Also in: choose one from the list."),
    ("slot", "nowhere else", "On the front page: choose one from the list."),
    ("when", "never", "When: choose one from the list."),
    ("made", "by magic", "How it was made: choose one from the list."),
    ("indexing", "maybe", "Indexing rule: choose one from the list."),
    ("new_tag", "x" * 201, "Shorten the tag: 200 characters at most."),
    ("new_author", "Nobody", "There is no author called “Nobody”."),
    ("slug", "…", "Use letters or numbers in the address."),
    ("source", "Nobody’s", "There is no source called “Nobody’s”."),
    ("source_address", "wire.example", "Enter the full address, beginning with https://"),
    ("source_address", "javascript:alert(1)", "Enter the full address, beginning with https://"),
    ("source_address", "https://wire.example/" + "x" * 2000, "Enter the full address"),
    ("original_language", "Hungarian", "Write a language as two letters"),
    ("language", "xx-" * 40, "Write a language as two letters"),
]


@pytest.mark.parametrize("field", TOO_LONG)
def test_a_text_that_is_too_long_is_kept_and_the_excess_named(editor, newsroom, field):
    most, label = TOO_LONG[field]
    typed = {"headline": "Ferry", "body": "<p>Kept</p>", "image": newsroom.image().id}
    at = "/desk/articles"
    if field == "correction":
        at = f"{at}/{newsroom.article().id}/publication"
        typed |= {"version": 1, "alt": "A"}
    answer = editor.post(at, data=typed | {field: "x" * (most + 2)})
    assert answer.status_code == 422
    assert f"{label}: Shorten it by 2 characters." in answer.text
    assert "x" * (most + 2) in answer.text
    assert "&lt;p&gt;Kept" in answer.text
    taken = editor.post(at, data=typed | {field: "x" * most})
    assert taken.status_code == 303


@pytest.mark.parametrize(("field", "value", "words"), REFUSED)
def test_an_invalid_value_is_refused_and_the_other_fields_are_kept(
    editor, app, field, value, words
):
    typed = {"headline": "Ferry", "kicker": "Kept", "new_tag": "Isles"} | {field: value}
    answer = editor.post("/desk/articles", data=typed)
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="Kept"' in answer.text
    with app.app_context():
        assert db.session.query(Article).count() == 0


UNSOUND = {
    "NUL": dict.fromkeys(("headline", "kicker", "standfirst", "body", "new_tag"), "a\x00b"),
    "a number beyond all": dict.fromkeys(
        ("version", "image", "authors", "category", "also", "choose_picture"), "9" * 40
    ),
    "no numbers": dict.fromkeys(("version", "image", "authors", "category", "also"), "x"),
    "a day beyond the calendar": {"when": "at", "date": "9999-12-31", "time": "23:59"},
    "a day before it": {"when": "at", "date": "0001-01-01", "time": "00:00"},
    "a word that is too long": {"begun_with": "x" * 500},
}


@pytest.mark.both_databases
@pytest.mark.parametrize("sent", UNSOUND.values(), ids=UNSOUND)
def test_no_request_causes_a_server_error(editor, newsroom, sent):
    newsroom.settings(time_zone="America/New_York")
    for where in ("", "/publication", "/picture", "/byline", "/working-copy"):
        answer = editor.post(f"/desk/articles{where}", data={"headline": "Ferry"} | sent)
        assert answer.status_code < 500, where
    assert editor.get(answer.headers["Location"]).status_code == 200


def test_unknown_further_categories_are_left_out(editor, newsroom):
    ferry = newsroom.draft("Ferry")
    typed = {"headline": "Ferry sails", "version": 1, "category": 1, "also": ["x", "y"]}
    assert editor.post(f"/desk/articles/{ferry.id}/working-copy", data=typed).status_code == 200
    assert "Ferry sails" in editor.get(f"/desk/articles/{ferry.id}").text


@pytest.mark.both_databases
def test_nul_characters_are_removed(editor, newsroom):
    editor.post("/desk/articles", data={"headline": "Fer\0ry", "tags": ["Is\0les"], "body": "\0a"})
    article = newsroom.saved("Ferry")
    assert [tag.name for tag in article.tags] == ["Isles"]
    assert article.body == "<p>a</p>"


def test_nouns_deleted_while_the_form_was_open_are_named_and_the_rest_saved(app, editor, newsroom):
    """An author, a picture and a category are deleted while the form is open."""
    gone = {"authors": ["77"], "image": "77"}
    answer = editor.post("/desk/articles", data={"headline": "Ferry"} | gone)
    assert answer.status_code == 303
    assert newsroom.saved("Ferry").image_id is None
    refused = editor.post("/desk/articles", data={"headline": "Ferry", "category": "77"})
    assert refused.status_code == 422
    assert "Category: choose one from the list." in refused.text


def test_each_invalid_field_is_listed_once_with_a_link_to_its_control(editor):
    sent = {"headline": "", "slug": "…", "language": "Elvish", "new_author": "Nobody"}
    page = editor.post("/desk/articles", data=sent).text
    assert "4 errors" in page
    summary = page.partition('class="error-summary"')[2].partition("</div>")[0]
    for id in re.findall(r'href="#([\w-]+)"', summary):
        assert re.search(rf'<(input|textarea|select)[^>]* id="{id}"', page), id
        assert re.search(rf'aria-describedby="[^"]*{id}-error', page), id


PUBLISHED_TWICE = [{}, {"when": "at"}, {"correction": "It was nine."}]


@pytest.mark.parametrize("more", PUBLISHED_TWICE, ids=["now", "at a time", "a correction"])
def test_a_double_click_on_publish_publishes_once(app, editor, newsroom, more):
    if more.get("when"):
        more = local(now().replace(microsecond=0).replace(year=now().year + 1), "UTC")
    maker = newsroom.article if more.get("correction") else newsroom.draft
    article = maker("Ten boats")
    sent = {"version": 1, "headline": "Nine boats", "slug": article.slug} | more
    at = f"/desk/articles/{article.id}"
    answers = [editor.post(f"{at}/publication", data=sent) for _ in range(2)]
    assert [each.status_code for each in answers] == [303, 303]
    saved = newsroom.saved("Nine boats")
    assert saved.version == 2
    assert len(saved.corrections) == ("correction" in more)
    with app.app_context():
        assert db.session.query(AuditEntry).filter_by(noun="article").count() == 1


@pytest.mark.parametrize("where", ["", "/publication", "/submission"])
def test_a_double_click_on_a_new_form_creates_one_article(app, editor, where):
    sent = {"headline": "Ferry", "begun_with": "this form", "new_tag": "Isles"}
    answers = [editor.post(f"/desk/articles{where}", data=sent) for _ in range(2)]
    assert [each.status_code for each in answers] == [303, 303]
    with app.app_context():
        assert db.session.query(Article).count() == 1
        assert db.session.query(Revision).count() == 1


def test_no_break_spaces_stay_in_every_line(app, editor, newsroom):
    typed = "Prix\u00a0: 10\u202f000\u00a0€ «\u00a0oui\u00a0»"
    fields = ("headline", "standfirst", "kicker", "caption", "credit")
    sent = dict.fromkeys(fields, f" {typed}\n") | {"tags": [typed], "image": newsroom.image().id}

    editor.post("/desk/articles", data=sent)

    with app.app_context():
        article = db.session.scalars(select(Article)).one()
        assert {article.headline, article.standfirst, article.kicker} == {typed}
        assert {article.image_caption, article.image.credit} == {typed}
        assert [tag.name for tag in article.tags] == [typed]
