from __future__ import annotations

from datetime import timedelta

import pytest

from portal.extensions import db
from portal.models import DeskSession, Editor, OneTimeLink, Role, now
from portal.models.people.tokens import hash_of
from tests.desk.cast import PASSWORD, browser, known, sign_in, token_in


@pytest.fixture
def ada(app) -> Editor:
    """An editor who is invited and has not signed in yet."""
    return known(app, "ada@courier.example", password=None, role=Role.CONTRIBUTOR)


def link_for(app, editor: Editor | None, **changes) -> str:
    with app.app_context():
        path = OneTimeLink.create(db.session.get(Editor, editor.id) if editor else None)
        for name, value in changes.items():
            db.session.query(OneTimeLink).update({name: value})
        db.session.commit()
        return path


def choose(client, path: str, **fields):
    typed = {"name": "Ada Quill", "password": PASSWORD, "csrf_token": token_in(client.get(path))}
    return client.post(path, data=typed | fields)


def test_an_invited_person_chooses_a_password_and_is_signed_in(app, visitor, ada):
    path = link_for(app, ada)
    assert "You will sign in as ada@courier.example" in visitor.get(path).text
    assert choose(visitor, path).headers["Location"] == "/desk/"
    assert "Ada Quill, contributor" in visitor.get("/desk/").text
    assert sign_in(browser(app), ada.email).status_code == 303


def test_a_link_works_once(app, visitor, ada):
    path = link_for(app, ada)
    token = token_in(visitor.get(path))
    choose(visitor, path)
    for answer in (
        visitor.get(path),
        visitor.post(path, data={"password": PASSWORD}),
        browser(app).get(path),
    ):
        assert answer.status_code in (400, 410)
    late = visitor.post(
        path,
        data={"csrf_token": token_in(visitor.get("/desk/")), "name": "A", "password": "x" * 12},
    )
    assert late.status_code == 410
    assert "This link no longer works" in late.text
    assert token


def test_opening_a_link_does_not_consume_it(app, visitor, ada):
    path = link_for(app, ada)
    for _ in range(3):
        assert browser(app).get(path).status_code == 200
    assert choose(visitor, path).status_code == 303


@pytest.mark.parametrize("changes", [{"expires_at": now() - timedelta(seconds=1)}])
def test_an_expired_link_says_so(app, visitor, ada, changes):
    answer = visitor.get(link_for(app, ada, **changes))
    assert answer.status_code == 410
    assert "Ask an admin for a new one" in answer.text


def test_a_newer_link_replaces_the_older(app, visitor, ada):
    older, newer = link_for(app, ada), link_for(app, ada)
    assert visitor.get(older).status_code == 410
    assert visitor.get(newer).status_code == 200


def test_a_made_up_link_opens_nothing(visitor):
    assert visitor.get("/desk/links/" + "x" * 43).status_code == 410


def test_only_the_hash_of_a_link_is_stored(app, ada):
    path = link_for(app, ada)
    with app.app_context():
        assert db.session.query(OneTimeLink).one().token_hash == hash_of(path.rpartition("/")[2])


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"password": ""}, "Choose at least 10 characters."),
        ({"password": "too short"}, "Choose at least 10 characters."),
        ({"password": "x" * 1001}, "Shorten it to 1000"),
        ({"name": ""}, "Enter your name."),
        ({"name": "  "}, "Enter your name."),
        ({"name": "n" * 201}, "Shorten it to 200"),
    ],
)
def test_an_invalid_form_has_a_message_and_the_link_still_works(app, visitor, ada, fields, message):
    path = link_for(app, ada)
    answer = choose(visitor, path, **fields)
    assert answer.status_code == 422
    assert message in answer.text
    assert choose(visitor, path).status_code == 303


def test_a_new_password_ends_all_other_sessions(app, ada):
    with app.app_context():
        DeskSession.create(ada.id, {"_user_id": str(ada.id)})
        db.session.commit()
    choose(browser(app), link_for(app, ada))
    with app.app_context():
        assert db.session.query(DeskSession).count() == 1


def test_a_person_deactivated_meanwhile_stays_out(app, visitor, ada):
    path = link_for(app, ada)
    with app.app_context():
        db.session.get(Editor, ada.id).disabled_at = now()
        db.session.commit()
    assert visitor.get(path).status_code == 410


def test_the_first_editor_of_an_empty_site_is_its_admin(app, visitor):
    path = link_for(app, None)
    assert "Create the first account" in visitor.get(path).text
    answer = choose(visitor, path, email="Mara@Courier.example")
    assert answer.headers["Location"] == "/desk/"
    with app.app_context():
        mara = db.session.query(Editor).one()
        assert (mara.email, mara.role, mara.name) == ("mara@courier.example", "admin", "Ada Quill")


@pytest.mark.parametrize(
    "email", ["", "mara", "mara@", "two@at@courier.example", "m" * 260 + "@a.example"]
)
def test_the_first_editor_needs_an_address(app, visitor, email):
    answer = choose(visitor, link_for(app, None), email=email)
    assert answer.status_code == 422
    assert "Enter an e-mail address" in answer.text


def test_the_first_editors_link_is_dead_once_there_is_one(app, visitor, ada):
    assert visitor.get(link_for(app, None)).status_code == 410
