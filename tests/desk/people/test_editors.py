from __future__ import annotations

import re

import pytest

from portal.extensions import db
from portal.models import AuditEntry, Editor, OneTimeLink, now
from tests.desk.cast import an_editor, browser


def found(app, id: int) -> Editor:
    with app.app_context():
        return db.session.get(Editor, id)


def test_people_lists_everybody_and_the_rights_of_each_role(admin, author):
    page = admin.get("/desk/people").text.replace("<wbr>", "")
    assert "2 people can sign in" in page
    for words in ("Leyla Aydin", author.who.email, "Publish, schedule, correct", "Ads with code"):
        assert words in page


def test_an_invitation_shows_its_link_once(app, admin):
    answer = admin.post(
        "/desk/people", data={"email": "Ada@Courier.example", "role": "contributor"}
    )
    assert "Send this link to ada@courier.example" in answer.text
    link = re.search(r"http://localhost(/desk/links/[\w-]+)", answer.text)[1]
    assert browser(app).get(link).status_code == 200
    assert link not in admin.get("/desk/people").text
    assert "not signed in yet" in admin.get("/desk/people").text


@pytest.mark.parametrize(
    ("email", "role", "message"),
    [
        ("", "author", "Enter an e-mail address."),
        ("ada", "author", "Enter an e-mail address, such as"),
        ("a" * 260 + "@courier.example", "author", "Enter an e-mail address, such as"),
        ("ada@courier.example", "king", "Choose one from the list"),
        ("ada@courier.example", "", "Choose one from the list"),
    ],
)
def test_an_invalid_invitation_has_a_message_beside_its_field(app, admin, email, role, message):
    answer = admin.post("/desk/people", data={"email": email, "role": role})
    assert answer.status_code == 422
    assert message in answer.text
    with app.app_context():
        assert db.session.query(Editor).count() == 1


def test_nobody_is_invited_twice(admin, author):
    answer = admin.post("/desk/people", data={"email": author.who.email.upper(), "role": "editor"})
    assert answer.status_code == 422
    assert "already has an account here" in answer.text


def test_roles_are_saved_together_and_apply_at_once(app, admin, author, contributor):
    roles = {f"role-{author.who.id}": "admin", f"role-{contributor.who.id}": "author"}
    assert author.get("/desk/people").status_code == 403
    assert admin.post("/desk/people/roles", data=roles).status_code == 303
    assert author.get("/desk/people").status_code == 200
    assert found(app, contributor.who.id).role == "author"


def test_an_unknown_role_changes_nothing(app, admin, author):
    admin.post("/desk/people/roles", data={f"role-{author.who.id}": "king"})
    assert found(app, author.who.id).role == "author"


def test_the_last_admin_stays_admin(app, admin, author):
    roles = {f"role-{admin.who.id}": "editor", f"role-{author.who.id}": "editor"}
    answer = admin.post("/desk/people/roles", data=roles)
    assert answer.status_code == 422
    assert "There must be at least one admin" in answer.text
    assert found(app, admin.who.id).role == "admin"
    assert found(app, author.who.id).role == "author"


def test_the_only_admin_can_make_another_admin_and_step_down_at_once(app, admin, author):
    roles = {f"role-{admin.who.id}": "editor", f"role-{author.who.id}": "admin"}
    assert admin.post("/desk/people/roles", data=roles).status_code == 303
    assert found(app, admin.who.id).role == "editor"


def test_an_admin_who_was_only_invited_does_not_count(app, admin):
    invited = an_editor(app, "admin", name="")
    with app.app_context():
        db.session.get(Editor, invited.id).password_hash = ""
        db.session.commit()
    assert (
        admin.post("/desk/people/roles", data={f"role-{admin.who.id}": "editor"}).status_code == 422
    )


def test_the_last_admin_cannot_be_deactivated(app, admin):
    answer = admin.post(f"/desk/people/{admin.who.id}/removal", follow_redirects=True)
    assert "There must be at least one admin" in answer.text
    assert found(app, admin.who.id).is_active


def test_a_deactivated_person_is_signed_out_and_can_be_reactivated(app, admin, author):
    with app.app_context():
        OneTimeLink.create(db.session.get(Editor, author.who.id))
        db.session.commit()
    removed = admin.post(f"/desk/people/{author.who.id}/removal", follow_redirects=True)
    assert "Leyla Aydin can no longer sign in" in removed.text
    assert "Undo" in removed.text
    assert author.get("/desk/").status_code == 303
    with app.app_context():
        assert db.session.query(OneTimeLink).count() == 0

    admin.post(f"/desk/people/{author.who.id}/readmission")
    assert found(app, author.who.id).is_active
    assert author.get("/desk/").status_code == 303


def test_an_admin_ends_all_sessions_of_a_person(admin, author):
    admin.post(f"/desk/people/{author.who.id}/signing-out")
    assert author.get("/desk/").status_code == 303
    assert admin.get("/desk/").status_code == 200


def test_a_new_link_lets_a_person_choose_a_password_again(app, admin, author):
    answer = admin.post(f"/desk/people/{author.who.id}/invitation")
    link = re.search(r"http://localhost(/desk/links/[\w-]+)", answer.text)[1]
    assert author.who.email in browser(app).get(link).text


def test_a_deactivated_person_gets_no_new_link(app, admin, author):
    admin.post(f"/desk/people/{author.who.id}/removal")
    assert admin.post(f"/desk/people/{author.who.id}/invitation").status_code == 404


def test_stories_of_the_linked_author_count_as_own(app, newsroom, admin, author):
    leyla = newsroom.author("Leyla Aydin")
    data = {"name": "Leyla", "email": "leyla@courier.example", "author_id": str(leyla.id)}
    assert admin.post(f"/desk/people/{author.who.id}", data=data).status_code == 303
    changed = found(app, author.who.id)
    assert (changed.name, changed.email, changed.author_id) == (
        "Leyla",
        "leyla@courier.example",
        leyla.id,
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": ""}, "Enter a name."),
        ({"email": "leyla"}, "Enter an e-mail address, such as"),
        ({"email": "admin-1@courier.example"}, "already has an account here"),
        ({"author_id": "999"}, "There is no author called “999”."),
        ({"author_id": "x"}, "There is no author called “x”."),
    ],
)
def test_an_invalid_person_has_a_message(app, admin, author, change, message):
    data = {"name": "Leyla", "email": "leyla@courier.example", "author_id": ""} | change
    answer = admin.post(f"/desk/people/{author.who.id}", data=data)
    assert answer.status_code == 422
    assert message in answer.text
    assert found(app, author.who.id).name == "Leyla Aydin"


def test_an_author_with_an_account_is_not_suggested_again(newsroom, app, admin):
    leyla = newsroom.author("Leyla Aydin")
    an_editor(app, "author", author=leyla)
    other = an_editor(app, "author", name="Other")
    data = {"name": "Other", "email": other.email, "author_id": str(leyla.id)}
    assert admin.post(f"/desk/people/{other.id}", data=data).status_code == 422


def test_changes_of_people_are_in_the_audit_log(app, admin, author):
    admin.post("/desk/people", data={"email": "ada@courier.example", "role": "author"})
    admin.post(f"/desk/people/{author.who.id}/removal")
    admin.post(f"/desk/people/{author.who.id}/readmission")
    page = admin.get("/desk/audit").text
    for deed in ("invited", "deactivated", "reactivated"):
        assert deed in page
    assert author.who.email in page


def test_the_audit_log_pages_to_older_entries(app, admin):
    with app.app_context():
        for number in range(60):
            db.session.add(
                AuditEntry(
                    action="changed",
                    noun="article",
                    noun_id=1,
                    detail=f"Story {number}",
                    done_at=now(),
                )
            )
        db.session.commit()
    page = admin.get("/desk/audit").text
    assert "Story 59" in page
    assert "Story 9<" not in page
    older = re.search(r'rel="next" href="([^"]+)"', page)[1]
    assert "Story 9<" in admin.get(older).text


@pytest.mark.parametrize("cursor", ["x", "1-2-3", "-", "99999999999999999999-1"])
def test_an_invalid_cursor_is_404(admin, cursor):
    assert admin.get(f"/desk/audit?before={cursor}").status_code == 404
