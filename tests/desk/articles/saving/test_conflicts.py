"""Two editors save one article, and neither loses text."""

from __future__ import annotations

import re
from html import unescape

import pytest

from portal.extensions import db
from portal.models import Article, Revision, WorkingCopy
from portal.models.article.fields import fields_of


@pytest.fixture
def draft(newsroom):
    return newsroom.draft(
        "Ferry", standfirst="It sails.", kicker="Islands", body="<p>One</p>\n<p>Two</p>"
    )


@pytest.fixture
def fields(app, draft):
    """Return the fields of the article's form with these changes."""

    def fields(**changes) -> dict:
        with app.app_context():
            now = fields_of(db.session.get(Article, draft.id))
        return {
            name: value for name, value in (now | changes).items() if value not in (None, "", False)
        }

    return fields


@pytest.fixture
def said(app, draft):
    """Return one field of the article, of all its revisions and of all working copies."""

    def said(name: str) -> set[str]:
        with app.app_context():
            kept = [fields_of(db.session.get(Article, draft.id))]
            kept += [each.fields for each in db.session.query(Revision)]
            kept += [each.fields for each in db.session.query(WorkingCopy)]
            return {each[name] for each in kept}

    return said


@pytest.fixture
def collision(editor, admin, draft, fields):
    """Tomas saves, then Mara saves a form that she opened before. Return her response."""
    at = f"/desk/articles/{draft.id}"
    theirs = fields(headline="Ferry, his", body="<p>One</p>\n<p>Two, his</p>")
    mine = fields(headline="Ferry, hers", body="<p>One, hers</p>\n<p>Two</p>", kicker="Isles")
    assert editor.post(at, data=theirs).status_code == 303
    answer = admin.post(at, data=mine)
    assert answer.status_code == 409
    return answer


def sent_again(answer, **choices) -> dict:
    """Send the form of the 409 page with these choices, as a browser without scripts does."""
    form = answer.text.partition('<div class="page" id="article">')[2]
    sent: dict = {}
    for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form):
        sent.setdefault(name, []).append(unescape(value))
    checked = re.findall(r'name="(choose-\w+)" value="(\w+)" checked', form)
    joined = re.search(r'name="body-joined"[^>]*>([^<]*)</textarea>', form)
    if joined:
        sent["body-joined"] = unescape(joined[1])
    return sent | dict(checked) | {f"choose-{name}": value for name, value in choices.items()}


def test_the_second_save_shows_both_texts_with_their_editors(collision):
    assert "Tomas Okafor saved this story while you were writing" in collision.text
    for words in (
        "Tomas Okafor’s version, saved",
        "Your version, not saved yet",
        "<ins>his</ins>",
        "<ins>hers</ins>",
    ):
        assert words in collision.text
    assert "3 parts differ." in collision.text


def test_both_texts_are_stored_before_the_choice(collision, said):
    assert said("headline") >= {"Ferry", "Ferry, his", "Ferry, hers"}
    assert said("body") >= {"<p>One</p>\n<p>Two, his</p>", "<p>One, hers</p>\n<p>Two</p>"}


@pytest.mark.parametrize("choice", ["theirs", "mine"])
def test_no_choice_loses_text(collision, admin, draft, said, choice):
    chosen = sent_again(collision, headline=choice, body=choice, kicker=choice)
    answer = admin.post(f"/desk/articles/{draft.id}", data=chosen)
    assert answer.status_code == 303
    assert said("headline") == {"Ferry", "Ferry, his", "Ferry, hers"}
    assert said("body") >= {"<p>One</p>\n<p>Two, his</p>", "<p>One, hers</p>\n<p>Two</p>"}
    assert said("kicker") == {"Islands", "Isles"}


def test_each_field_can_be_chosen_separately(collision, admin, draft, app):
    chosen = sent_again(collision, headline="theirs", body="mine", kicker="theirs")
    admin.post(f"/desk/articles/{draft.id}", data=chosen)
    with app.app_context():
        article = db.session.get(Article, draft.id)
        assert (article.headline, article.kicker) == ("Ferry, his", "Islands")
        assert article.body == "<p>One, hers</p>\n<p>Two</p>"
        assert article.version == 3


def test_the_version_not_chosen_is_under_revisions(collision, admin, draft):
    admin.post(f"/desk/articles/{draft.id}", data=sent_again(collision, headline="theirs"))
    page = admin.get(f"/desk/articles/{draft.id}/revisions").text
    assert page.count("set aside, not in the story") == 1


def test_a_field_that_only_one_editor_changed_is_preselected(collision):
    form = collision.text
    assert 'name="choose-kicker" value="mine" checked' in form
    assert 'name="choose-headline" value="mine" checked' in form


def test_a_field_that_only_the_other_changed_stays_theirs_by_default(
    editor, admin, draft, fields, app
):
    at = f"/desk/articles/{draft.id}"
    first = fields()
    admin.post(at, data=first | {"headline": "Ferry sails"})
    editor.post(at, data=first | {"headline": "Ferry sails", "version": 2, "kicker": "Isles"})
    answer = admin.post(at, data=first | {"headline": "Ferry sails on", "version": 2})
    assert answer.status_code == 409
    assert 'name="choose-kicker" value="theirs" checked' in answer.text
    admin.post(at, data=sent_again(answer))
    with app.app_context():
        article = db.session.get(Article, draft.id)
        assert (article.headline, article.kicker) == ("Ferry sails on", "Isles")


def test_both_bodies_can_be_joined(collision, admin, draft, app):
    chosen = sent_again(collision, body="joined")
    assert "One, hers" in chosen["body-joined"] and "Two, his" in chosen["body-joined"]
    admin.post(f"/desk/articles/{draft.id}", data=chosen)
    with app.app_context():
        body = db.session.get(Article, draft.id).body
    assert "One, hers" in body and "Two, his" in body


def test_a_joined_body_is_cleaned(collision, admin, draft, app):
    chosen = sent_again(collision, body="joined") | {"body-joined": "<p onclick=x()>A</p><script>"}
    admin.post(f"/desk/articles/{draft.id}", data=chosen)
    with app.app_context():
        assert db.session.get(Article, draft.id).body == "<p>A</p>"


def test_my_version_can_become_a_separate_draft(collision, admin, draft, app):
    answer = admin.post(f"/desk/articles/{draft.id}", data=sent_again(collision) | {"do": "copy"})
    assert answer.status_code == 303
    with app.app_context():
        assert db.session.get(Article, draft.id).headline == "Ferry, his"
        other = db.session.query(Article).filter(Article.id != draft.id).one()
        assert (other.headline, other.kicker, other.state) == ("Ferry, hers", "Isles", "draft")
        assert other.created_by_id == admin.who.id


def test_going_back_returns_to_the_typed_text(collision, admin, draft):
    at = f"/desk/articles/{draft.id}"
    assert admin.post(at, data=sent_again(collision) | {"do": "back"}).status_code == 303
    page = admin.get(at).text
    assert "Ferry, hers</textarea>" in page
    assert "The story has been saved since" in page


def test_a_third_save_during_the_choice_is_not_overwritten(collision, admin, editor, draft, fields):
    at = f"/desk/articles/{draft.id}"
    editor.post(at, data=fields(headline="Ferry, his again"))
    answer = admin.post(at, data=sent_again(collision, headline="theirs"))
    assert answer.status_code == 409
    assert "his again</ins>" in answer.text and "hers</ins>" in answer.text


def test_htmx_gets_the_choice_instead_of_the_form(editor, admin, draft, fields):
    at = f"/desk/articles/{draft.id}"
    mine = fields(headline="Hers")
    editor.post(at, data=fields(headline="His"))
    answer = admin.post(at, data=mine, headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert answer.text.lstrip().startswith('<div class="page" id="article">')


def test_a_second_click_saves_once(admin, draft, fields, app):
    mine = fields(headline="Ferry sails", tags=["Boats"])
    at = f"/desk/articles/{draft.id}"
    answers = [admin.post(at, data=mine).status_code for _ in range(2)]
    assert answers == [303, 303]
    with app.app_context():
        assert db.session.get(Article, draft.id).version == 2
        assert db.session.query(Revision).count() == 2  # as it came in, and the save


def test_a_second_click_on_a_new_article_creates_one(admin, app):
    form = {"headline": "Ferry sails", "body": "<p>One</p>", "begun_with": "this very form"}
    answers = [admin.post("/desk/articles", data=form) for _ in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    with app.app_context():
        assert db.session.query(Article).count() == 1


def test_a_new_form_sent_again_with_other_text_asks_what_to_do(admin, app):
    form = {"headline": "Ferry sails", "begun_with": "this very form"}
    admin.post("/desk/articles", data=form)
    answer = admin.post("/desk/articles", data=form | {"headline": "Ferry sails again"})
    assert answer.status_code == 409
    at = re.search(r'<form method="post" action="(/desk/articles/\d+)"', answer.text)[1]
    assert admin.post(at, data=sent_again(answer)).status_code == 303
    with app.app_context():
        assert db.session.query(Article).one().headline == "Ferry sails again"


def test_typed_markup_is_escaped_in_the_choice(editor, admin, draft, fields):
    at = f"/desk/articles/{draft.id}"
    mine = fields(headline="<script>mine()</script>")
    editor.post(at, data=fields(headline="<b>his</b>"))
    page = admin.post(at, data=mine).text
    assert "<script>mine" not in page and "<b>his" not in page
    assert "mine()" in page
