"""Browsers in which an editor is signed in at the desk."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from portal.extensions import db
from portal.models import Author, DeskSession, Editor, Role

SECRET = "a raw token of this session"
PASSWORD = "correct horse battery"


class DeskBrowser(FlaskClient):
    """A browser at the desk. `who` is its editor; every POST has the CSRF token."""

    who: Editor
    token: str = ""

    def open(self, *args, **options):
        """`without_token=True` leaves the form's token out."""
        if options.pop("without_token", False) or options.get("method") != "POST":
            return super().open(*args, **options)
        data = options.get("data") or {}
        if isinstance(data, dict) and "csrf_token" not in data:
            options["data"] = {"csrf_token": self.token} | data
        return super().open(*args, **options)


def browser(app: Flask, who: Editor | None = None) -> DeskBrowser:
    """Return a browser in which `who` is signed in."""
    client = DeskBrowser(app)
    if who is None:
        return client
    serializer = URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="wtf-csrf-token")
    client.token = str(serializer.dumps(SECRET))
    client.who = who
    values = {"_user_id": str(who.id), "_fresh": True, "csrf_token": SECRET}
    with app.app_context():
        _, token = DeskSession.create(who.id, values)
        db.session.commit()
    client.set_cookie("desk", token, path="/desk")
    return client


def an_editor(
    app: Flask, role: str = "editor", name: str = "Mara Ellwood", author: Author | None = None
) -> Editor:
    """Create an editor and return them detached. `author` makes that author's articles their own."""
    with app.app_context():
        db.session().expire_on_commit = False
        number = db.session.query(Editor).count() + 1
        who = Editor.add(f"{role}-{number}@courier.example", Role(role), name=name)
        who.author_id = author.id if author else None
        who.password_hash = "unusable"
        db.session.commit()
        return who


def known(app: Flask, email: str, password: str | None = PASSWORD, **values) -> Editor:
    """Create an editor with a password and return them detached."""
    with app.app_context():
        db.session().expire_on_commit = False
        who = Editor.add(email, values.pop("role", Role.EDITOR), password, name="Mara Ellwood")
        for name, value in values.items():
            setattr(who, name, value)
        db.session.commit()
        return who


def token_in(answer: TestResponse) -> str:
    """Return the CSRF token of the first form on a page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', answer.text)
    assert found, answer.text
    return found[1]


def sign_in(
    client: DeskBrowser, email: str, password: str = PASSWORD, next: str | None = None, **fields
) -> TestResponse:
    """Fill in and send the sign-in page."""
    page = "/desk/sign-in" + (f"?next={next}" if next else "")
    typed = {"email": email, "password": password, "csrf_token": token_in(client.get(page))}
    return client.post(page, data=typed | fields)


def has_passed(client: DeskBrowser, **changes) -> None:
    """Change the session row of a browser, such as its last visit."""
    with client.application.app_context():
        for session in db.session.query(DeskSession).filter_by(editor_id=client.who.id):
            for name, value in changes.items():
                setattr(session, name, value)
        db.session.commit()
