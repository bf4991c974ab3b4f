"""A posted form survives a lost session, a stale token and an unavailable database."""

from __future__ import annotations

import json
import re
from html import unescape
from io import BytesIO

import pytest
from sqlalchemy.exc import OperationalError

from portal.extensions import db
from portal.models import DeskSession, Editor
from tests.desk.cast import PASSWORD, browser, has_passed, known, token_in

PLAIN = "application/x-www-form-urlencoded"
OURS = {"Sec-Fetch-Site": "same-origin"}
TYPED = {"name": 'Mara <Ellwood> & "friends"\r\nsecond line', "uses_keys": "y"}


def hidden(page: str, name: str) -> str | None:
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)">', page)
    return unescape(found[1]) if found else None


def name_of(app, who) -> str:
    with app.app_context():
        return db.session.get(Editor, who.id).name


def test_a_form_posted_after_the_session_ended_can_be_sent_after_sign_in(app):
    who = known(app, "mara@courier.example")
    mara = browser(app, who)
    with app.app_context():
        DeskSession.end_all(who)
        db.session.commit()

    asked = mara.post("/desk/account", data=TYPED, headers=OURS)
    assert asked.status_code == 401
    assert "You have been signed out" in asked.text

    fields = {
        "email": who.email,
        "password": PASSWORD,
        "pending_form": hidden(asked.text, "pending_form"),
    }
    wrong = mara.post(
        "/desk/sign-in", data=fields | {"password": "wrong", "csrf_token": token_in(asked)}
    )
    assert wrong.status_code == 422

    fields["pending_form"] = hidden(wrong.text, "pending_form")
    signed_in = mara.post("/desk/sign-in", data=fields | {"csrf_token": token_in(wrong)})
    assert "What you typed has not been saved yet" in signed_in.text
    assert hidden(signed_in.text, "name") == TYPED["name"]
    assert 'action="/desk/account"' in signed_in.text

    sent_on = {name: hidden(signed_in.text, name) for name in ("name", "uses_keys", "csrf_token")}
    assert mara.post("/desk/account", data=sent_on).status_code == 303
    assert name_of(app, who).startswith('Mara <Ellwood> & "friends"')


def test_a_form_with_a_stale_token_can_be_sent_again(app, editor):
    asked = editor.post("/desk/account", data=TYPED, headers=OURS, without_token=True)
    assert asked.status_code == 400
    assert "It is not saved yet" in asked.text
    assert name_of(app, editor.who) == "Tomas Okafor"

    again = {name: hidden(asked.text, name) for name in ("name", "csrf_token")}
    assert editor.post("/desk/account", data=again).status_code == 303
    assert name_of(app, editor.who).startswith("Mara")


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {},
    ],
)
def test_a_form_of_another_site_is_not_offered_again(editor, headers):
    asked = editor.post("/desk/account", data=TYPED, headers=headers, without_token=True)
    assert asked.status_code == 400
    assert "Ellwood" not in asked.text


def test_without_fetch_metadata_the_origin_is_checked(editor):
    headers = {"Origin": "http://localhost"}
    asked = editor.post("/desk/account", data=TYPED, headers=headers, without_token=True)
    assert "Ellwood" in asked.text


def test_passwords_are_never_part_of_a_pending_form(editor):
    data = {"current_password": "a secret of mine", "password": "another secret"}
    asked = editor.post("/desk/account/password", data=data, headers=OURS, without_token=True)
    assert "secret" not in asked.text


@pytest.mark.parametrize(
    "kept",
    ["", "nonsense", "[]", "[1, 2]", '["//evil.example", [], false]', '["/desk/", [["a"]], false]'],
)
def test_an_invalid_pending_form_is_ignored(app, visitor, kept):
    known(app, "mara@courier.example")
    fields = {"email": "mara@courier.example", "password": PASSWORD, "pending_form": kept}
    answer = visitor.post(
        "/desk/sign-in", data=fields | {"csrf_token": token_in(visitor.get("/desk/sign-in"))}
    )
    assert answer.status_code in (200, 303)
    assert "evil" not in answer.text


def test_htmx_gets_a_line_above_the_page(editor):
    fragment = {"HX-Request": "true"} | OURS
    stale = editor.post("/desk/account", data=TYPED, headers=fragment, without_token=True)
    assert stale.status_code == 400
    assert stale.headers["HX-Retarget"] == "#flashes"
    assert "<html" not in stale.text
    token = json.loads(stale.headers["HX-Trigger"])["desk:token"]
    assert editor.post("/desk/account", data=TYPED | {"csrf_token": token}).status_code == 303

    has_passed(editor, expires_at=editor.who.created_at)
    out = editor.post("/desk/account", data=TYPED, headers=fragment)
    assert out.status_code == 401
    assert "Sign in to save" in out.text
    assert 'href="/desk/sign-in"' in out.text


def test_an_unavailable_database_keeps_what_was_typed(app, editor, monkeypatch):
    def busy() -> None:
        raise OperationalError("UPDATE", {}, Exception("database is locked"))

    monkeypatch.setattr("portal.desk.people.account.db.session.commit", busy)
    asked = editor.post("/desk/account", data=TYPED, headers=OURS)
    monkeypatch.undo()
    assert asked.status_code == 503
    assert asked.headers["Retry-After"] == "60"
    assert "Nothing is lost" in asked.text
    assert hidden(asked.text, "name") == TYPED["name"]
    assert name_of(app, editor.who) == "Tomas Okafor"


def test_a_form_that_is_too_large_is_refused_with_a_message(editor):
    fits = editor.post("/desk/account", data={"name": "Mara", "more": "x" * 4_000_000})
    assert fits.status_code == 303
    for size, kind in ((13_000_000, PLAIN), (4_300_000, "multipart/form-data")):
        data = {"name": "Mara", "more": "x" * size}
        too_large = editor.post("/desk/account", data=data, content_type=kind, headers=OURS)
        assert too_large.status_code == 413
        assert "That is too large" in too_large.text


def test_a_stale_sign_in_page_is_shown_again(app, visitor):
    known(app, "mara@courier.example")
    data = {"email": "mara@courier.example", "password": PASSWORD}
    answer = visitor.post("/desk/sign-in", data=data, without_token=True)
    assert answer.status_code == 400
    assert "Please try again" in answer.text
    assert 'value="mara@courier.example"' in answer.text


def test_only_a_form_with_a_picture_asks_to_choose_it_again(app):
    """Browsers send an empty file field too."""
    editor = browser(app, known(app, "mara@courier.example"))
    for name, told in (("", False), ("ferry.jpg", True)):
        sent = {"csrf_token": "of another session", "new_picture": (BytesIO(b""), name)}
        kind = "multipart/form-data"
        page = editor.post("/desk/articles", data=sent, content_type=kind, headers=OURS).text
        assert ("Choose the pictures again" in page) is told
