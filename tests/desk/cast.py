"""The cast of the desk: browsers in which somebody is signed in."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer

from portal.extensions import db
from portal.models import Author, DeskSession, Editor, Role, now

SECRET = "a raw token of this session"
PASSWORD = "correct horse battery"


class DeskBrowser(FlaskClient):
    """A browser at the desk. `who` is its editor; what it posts carries the form's token."""

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
    """A browser, in which `who` has signed in."""
    client = DeskBrowser(app)
    if who is None:
        return client
    serializer = URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="wtf-csrf-token")
    client.token = str(serializer.dumps(SECRET))
    client.who = who
    values = {"_user_id": str(who.id), "_fresh": True, "csrf_token": SECRET}
    with app.app_context():
        _, token = DeskSession.begin(who.id, values)
        db.session.commit()
    client.set_cookie("desk", token, path="/desk")
    return client


def an_editor(
    app: Flask, role: str = "editor", name: str = "Mara Ellwood", author: Author | None = None
) -> Editor:
    """Someone who can sign in; detached. `author` is whose articles are their own."""
    with app.app_context():
        db.session().expire_on_commit = False
        number = db.session.query(Editor).count() + 1
        who = Editor.add(f"{role}-{number}@courier.example", Role(role), name=name)
        who.author_id = author.id if author else None
        who.password_hash = "unusable"
        db.session.commit()
        return who


def has_passed(client: DeskBrowser, **changes) -> None:
    """Change the session behind a browser, such as when it was last seen."""
    with client.application.app_context():
        for session in db.session.query(DeskSession).filter_by(editor_id=client.who.id):
            for name, value in changes.items():
                setattr(session, name, value)
        db.session.commit()


__all__ = ["PASSWORD", "DeskBrowser", "an_editor", "browser", "has_passed", "now"]
