from __future__ import annotations

import pytest

from portal.desk.people.user_agents import browser_name
from portal.extensions import db
from portal.models import DeskSession, Editor
from tests.desk.cast import PASSWORD, browser, known, sign_in

NEW = "another long password"


@pytest.fixture
def mara(app):
    return browser(app, known(app, "mara@courier.example"))


def change_password(client, old: str = PASSWORD, new: str = NEW):
    return client.post("/desk/account/password", data={"current_password": old, "password": new})


def sessions_of(app, who) -> list[DeskSession]:
    with app.app_context():
        return list(db.session.scalars(DeskSession.select_for(who)))


def test_an_editor_changes_their_name_and_shortcuts(app, author):
    assert "data-keys" in author.get("/desk/account").text
    answer = author.post("/desk/account", data={"name": " Leyla A. "})
    assert answer.headers["Location"] == "/desk/account"
    page = author.get("/desk/account").text
    assert "Signed in as Leyla A., author" in page
    assert "data-keys" not in page
    assert "All keys" not in page


@pytest.mark.parametrize(
    ("name", "message"), [("", "Enter your name."), ("n" * 201, "Shorten it to 200")]
)
def test_a_name_has_a_length_limit(app, author, name, message):
    answer = author.post("/desk/account", data={"name": name})
    assert answer.status_code == 422
    assert message in answer.text
    with app.app_context():
        assert db.session.get(Editor, author.who.id).name == "Leyla Aydin"


def test_changing_the_password_ends_all_other_sessions(app, mara):
    elsewhere = browser(app, mara.who)
    assert change_password(mara).status_code == 303
    assert mara.get("/desk/").status_code == 200
    assert elsewhere.get("/desk/").status_code == 303
    assert sign_in(browser(app), mara.who.email, NEW).status_code == 303


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("not mine at all", NEW, "This is not your current password."),
        ("", NEW, "Enter your current password."),
        (PASSWORD, "short", "Choose at least 10 characters."),
        (PASSWORD, "", "Choose at least 10 characters."),
    ],
)
def test_a_refused_password_change_keeps_the_old_one(app, mara, old, new, message):
    answer = change_password(mara, old, new)
    assert answer.status_code == 422
    assert message in answer.text
    assert sign_in(browser(app), mara.who.email).status_code == 303


def test_guessing_the_current_password_is_throttled(app, mara):
    for _ in range(4):
        change_password(mara, "a guess of theirs")
    assert "Too many failed attempts" in change_password(mara).text


def test_the_account_lists_all_sessions(app, mara):
    browser(app, mara.who)
    page = mara.get("/desk/account").text
    assert page.count("Unknown browser") >= 2
    assert page.count("this device") == 1


def test_one_session_can_be_ended(app, mara):
    phone = browser(app, mara.who)
    newest = max(each.id for each in sessions_of(app, mara.who))
    assert mara.post(f"/desk/account/sessions/{newest}/end").status_code == 303
    assert phone.get("/desk/").status_code == 303
    assert mara.get("/desk/").status_code == 200


def test_another_editors_session_cannot_be_ended(app, mara, editor):
    theirs = sessions_of(app, editor.who)[0]
    assert mara.post(f"/desk/account/sessions/{theirs.id}/end").status_code == 404
    assert editor.get("/desk/").status_code == 200


def test_signing_out_everywhere_ends_all_sessions(app, mara, editor):
    phone = browser(app, mara.who)
    assert mara.post("/desk/account/sessions/end").headers["Location"] == "/desk/sign-in"
    assert "You have been signed out everywhere." in mara.get("/desk/sign-in").text
    assert mara.get("/desk/").status_code == phone.get("/desk/").status_code == 303
    assert sessions_of(app, mara.who) == []
    assert editor.get("/desk/").status_code == 200


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Linux",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari on iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        ("curl/8.5", "Unknown browser"),
        ("", "Unknown browser"),
    ],
)
def test_a_browser_has_a_readable_name(app, agent, words):
    with app.test_request_context("/desk/"):
        assert browser_name(agent) == words
