"""Autosave loses no text and shows it to nobody else."""

from __future__ import annotations

import sqlite3

import pytest
from lxml import html
from sqlalchemy.exc import OperationalError

from portal import create_app
from portal.extensions import db
from portal.models import Article, Presence, Revision, WorkingCopy
from tests.desk.cast import browser, token_in

HTMX = {"HX-Request": "true"}


@pytest.fixture
def draft(newsroom):
    return newsroom.draft("Ferry", body="<p>One</p>")


@pytest.fixture
def at(draft) -> str:
    return f"/desk/articles/{draft.id}"


def test_autosave_stores_a_working_copy_and_answers_the_time(editor, at, app):
    typed = {"headline": "Ferry sails", "body": "<p>Two</p>", "version": 1}
    answer = editor.post(f"{at}/working-copy", data=typed, headers=HTMX)
    assert answer.status_code == 200
    assert 'id="saved"' in answer.text and "Saved " in answer.text
    with app.app_context():
        article = db.session.query(Article).one()
        assert (article.headline, article.version) == ("Ferry", 1)
        assert db.session.query(Revision).count() == 0


def test_the_working_copy_is_in_the_form_again_and_can_be_discarded(editor, at):
    editor.post(f"{at}/working-copy", data={"headline": "Ferry sails", "version": 1})
    page = editor.get(at).text
    assert "Ferry sails</textarea>" in page
    assert "You have unsaved changes" in page
    assert "Discard changes" in page


def test_a_working_copy_is_private_to_its_editor(editor, admin, at):
    editor.post(f"{at}/working-copy", data={"headline": "Ferry sails", "version": 1})
    assert "Ferry sails" not in admin.get(at).text


def test_a_discarded_working_copy_is_kept_under_revisions(app, editor, at):
    editor.post(f"{at}/working-copy", data={"headline": "Ferry sails", "version": 1})
    typed = {"headline": "Ferry sails at six", "version": 1, "begun_with": "x"}
    editor.post(f"{at}/working-copy/removal", data=typed)
    assert "Ferry sails" not in editor.get(at).text
    assert "set aside" in editor.get(f"{at}/revisions").text
    with app.app_context():
        aside = db.session.query(Revision).filter_by(note="put aside").one()
        assert aside.fields["headline"] == "Ferry sails at six"


def seen_in(page: str) -> str:
    """Return the stamp of the working copy that a form contains."""
    return html.fromstring(page).get_element_by_id("copy_seen").get("value")


@pytest.mark.parametrize("then", ["/working-copy", "", "/publication"])
def test_text_from_another_device_is_set_aside_not_overwritten(editor, at, app, then):
    laptop = phone = seen_in(editor.get(at).text)
    typed = {"headline": "On the phone", "version": 1, "copy_seen": phone}
    phone = seen_in(editor.post(f"{at}/working-copy", data=typed, headers=HTMX).text)
    typed = {"headline": "On the phone again", "version": 1, "copy_seen": phone}
    editor.post(f"{at}/working-copy", data=typed)
    with app.app_context():
        assert db.session.query(Revision).count() == 0

    typed = {"headline": "On the laptop", "version": 1, "copy_seen": laptop}
    editor.post(f"{at}{then}", data=typed)
    assert "On the laptop" in editor.get(at).text
    with app.app_context():
        aside = db.session.query(Revision).filter_by(note="put aside").one()
        assert aside.fields["headline"] == "On the phone again"


def test_autosave_stores_invalid_fields_too(editor, at):
    too_long = "long " * 100
    editor.post(f"{at}/working-copy", data={"headline": "", "kicker": too_long, "version": 1})
    assert too_long.strip() in editor.get(at).text


def test_typing_back_to_the_saved_text_removes_the_working_copy(editor, at, app):
    page = {"headline": "Ferry", "slug": "ferry", "body": "<p>One</p>", "version": 1}
    editor.post(f"{at}/working-copy", data=page | {"headline": "Ferry sails"})
    editor.post(f"{at}/working-copy", data=page)
    with app.app_context():
        assert db.session.query(WorkingCopy).count() == 0


def test_a_save_includes_and_removes_the_working_copy(editor, at, app):
    typed = {"headline": "Ferry sails", "version": 1}
    editor.post(f"{at}/working-copy", data=typed)
    editor.post(at, data=typed)
    with app.app_context():
        assert db.session.query(WorkingCopy).count() == 0
        assert db.session.query(Article).one().headline == "Ferry sails"


def test_autosaved_changes_of_a_live_story_are_not_public(editor, newsroom, reader):
    story = newsroom.article("Ferry")
    at = f"/desk/articles/{story.id}"
    editor.post(f"{at}/working-copy", data={"headline": "Ferry sails", "version": 1})
    assert "Ferry sails" not in reader.get(story.path).text
    assert "Ferry sails" in editor.get(at).text


def test_a_new_article_is_a_draft_from_its_first_autosave(editor, app):
    typed = {"headline": "", "body": "<p>Tw", "begun_with": "this form"}
    answers = [editor.post("/desk/articles/working-copy", data=typed) for _ in range(2)]
    assert [each.status_code for each in answers] == [201, 201]
    at = answers[0].headers["Location"]
    assert at == answers[1].headers["Location"]
    assert "&lt;p&gt;Tw" in editor.get(at).text
    with app.app_context():
        assert db.session.query(Article).one().headline == "Untitled"


def test_the_first_save_after_an_autosave_keeps_the_article(editor, app):
    typed = {"headline": "Ferry", "body": "<p>One</p>", "begun_with": "this form"}
    editor.post("/desk/articles/working-copy", data=typed)
    editor.post("/desk/articles", data=typed)
    with app.app_context():
        assert db.session.query(Article).one().version == 1
        assert [each.note for each in db.session.query(Revision)] == ["first save"]


def test_another_editors_form_id_does_not_lead_to_their_article(contributor, author, app):
    typed = {"headline": "Hers", "begun_with": "her form"}
    hers = author.post("/desk/articles/working-copy", data=typed).headers["Location"]
    other = contributor.post("/desk/articles/working-copy", data=typed).headers["Location"]
    assert other != hers


def test_autosaved_text_survives_a_killed_server(editor, at, app):
    typed = {"headline": "Typed before the crash", "version": 1}
    assert editor.post(f"{at}/working-copy", data=typed).status_code == 200
    again = create_app(
        INSTANCE=app.config["INSTANCE"], TESTING=True, DATABASE_URL=app.config["DATABASE_URL"]
    )
    page = browser(again, editor.who).get(at).text
    assert "Typed before the crash</textarea>" in page
    with again.app_context():
        db.engine.dispose()


def test_autosave_continues_after_a_sign_in_in_another_tab(editor, visitor, at):
    typed = {"headline": "Ferry sails", "version": 1}
    answer = visitor.post(f"{at}/working-copy", data=typed, headers=HTMX)
    assert answer.status_code == 401
    stale = editor.post(
        f"{at}/working-copy", data=typed | {"csrf_token": "of another session"}, headers=HTMX
    )
    assert stale.status_code == 400
    fresh = stale.headers["HX-Trigger"].split('"')[-2]
    typed["csrf_token"] = fresh
    assert editor.post(f"{at}/working-copy", data=typed, headers=HTMX).status_code == 200


def test_a_save_after_the_session_ended_keeps_the_text_without_scripts(visitor, at):
    origin = {"Sec-Fetch-Site": "same-origin"}
    answer = visitor.post(at, data={"headline": "Ferry sails", "version": 1}, headers=origin)
    assert answer.status_code == 401
    assert "Ferry sails" in answer.text and token_in(answer)


def test_an_unavailable_database_loses_nothing(editor, at, monkeypatch):
    def full(*_args, **_options):
        raise OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full"))

    monkeypatch.setattr(Revision, "record", full)
    typed = {"headline": "Ferry sails", "version": 1}
    kept = editor.post(at, data=typed, headers={"Sec-Fetch-Site": "same-origin"})
    assert kept.status_code == 503
    assert "Ferry sails" in kept.text and "Send again" in kept.text
    line = editor.post(at, data=typed, headers=HTMX)
    assert line.status_code == 503
    assert line.headers["HX-Retarget"] == "#flashes"  # the form stays, with all that is in it


def test_two_editors_of_one_article_see_each_other(editor, admin, at):
    editor.post(f"{at}/presence")
    answer = admin.post(f"{at}/presence")
    assert "Tomas Okafor has it open too" in answer.text
    assert "Mara Ellwood" not in answer.text
    assert "Tomas Okafor has it open too" in admin.get(at).text
    assert "Tomas Okafor has it open" in admin.get("/desk/articles/").text
    assert "Tomas Okafor has it open" not in editor.get("/desk/articles/").text


def test_closing_the_form_ends_the_presence(editor, admin, at, app):
    editor.post(f"{at}/presence")
    assert editor.post(f"{at}/presence/removal").status_code == 204
    assert "Tomas Okafor" not in admin.post(f"{at}/presence").text
    with app.app_context():
        assert db.session.query(Presence).count() == 1


def test_saving_by_script_swaps_only_what_changed(editor, at):
    answer = editor.post(at, data={"headline": "Ferry sails", "version": 1}, headers=HTMX)
    assert answer.status_code == 200
    assert answer.headers["HX-Reswap"] == "none"
    assert 'name="version" id="version" value="2"' in answer.text
    assert "<textarea" not in answer.text


def test_a_contributor_cannot_autosave_a_live_story(contributor, newsroom):
    own = newsroom.article("Live", created_by_id=contributor.who.id)
    answer = contributor.post(f"/desk/articles/{own.id}/working-copy", data={"headline": "X"})
    assert answer.status_code == 403
