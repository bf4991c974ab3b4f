"""The one guard of the desk: who asks, whether they may, and whether they mean it."""

from __future__ import annotations

from typing import Any

from flask import Flask, abort, current_app, redirect
from flask_login import LoginManager, current_user
from flask_wtf.csrf import CSRFProtect
from htmx_flask import request
from werkzeug import Response
from werkzeug.datastructures import ImmutableMultiDict

from portal.desk.shared.permissions import NONE, OWN, Action, scope_of
from portal.extensions import db
from portal.models import (
    Article,
    Author,
    Category,
    Editor,
    Image,
    Page,
    Placement,
    Redirect,
    Source,
    Tag,
)
from portal.models.base.keyset_paging import MAX_INTEGER

LONGEST_TEXT = 4 * 1024 * 1024  # bytes, of one field
LONGEST_FORM = 3 * LONGEST_TEXT  # bytes: a plain form writes each byte beyond ASCII as %XX
LONGEST_UPLOAD = 256 * 1024 * 1024  # bytes, of all pictures of one form together
# Where an address names one of these by its id, the view is handed the noun itself.
NOUNS: dict[str, type] = {
    "article": Article,
    "author": Author,
    "category": Category,
    "editor": Editor,
    "image": Image,
    "page": Page,
    "placement": Placement,
    "redirect": Redirect,
    "source": Source,
    "tag": Tag,
}

login = LoginManager()
csrf = CSRFProtect()


def guard() -> Response | None:
    """Before every view of the desk. Without a row in the table, nobody may."""
    request.max_form_memory_size = LONGEST_TEXT
    request.max_content_length = LONGEST_FORM
    action = action_of(request.endpoint or "")
    if action is not Action.ENTER:
        if not current_user.is_authenticated:
            return ask_to_sign_in()
        if request.mimetype == "multipart/form-data":
            request.max_content_length = LONGEST_UPLOAD
        how_far = scope_of(current_user, action) if action else NONE
        if how_far is NONE:
            abort(403)
        arguments: dict[str, Any] = request.view_args or {}
        if any(isinstance(each, int) and each > MAX_INTEGER for each in arguments.values()):
            abort(404)
        hand_over_nouns(arguments, only_own=how_far is OWN)
    csrf.protect()
    drop_nulls()
    return None


def drop_nulls() -> None:
    """The one sign that PostgreSQL's text cannot hold; nobody types it."""
    for name in ("args", "form"):
        sent: ImmutableMultiDict[str, str] = getattr(request, name)
        if any("\0" in value for _name, value in sent.items(multi=True)):
            kept = [(each, value.replace("\0", "")) for each, value in sent.items(multi=True)]
            setattr(request, name, ImmutableMultiDict(kept))


def action_of(endpoint: str) -> Action | None:
    """What the view says it is, else its room."""
    view = current_app.view_functions[endpoint]
    room = current_app.blueprints[endpoint.rpartition(".")[0]]
    return getattr(view, "action", None) or getattr(room, "action", None)


def ask_to_sign_in() -> Response:
    if request.method not in ("GET", "HEAD") or request.htmx:
        abort(401)
    address = request.full_path if request.query_string else request.path
    return redirect(sign_in_address(address), 303)


def sign_in_address(then: str) -> str:
    return current_app.url_for("desk.session.new", next=None if then == "/desk/" else then)


def hand_over_nouns(arguments: dict[str, Any], only_own: bool) -> None:
    """Give the view the noun that its address names: 404 without it, 403 if it must be one's own."""
    for name in NOUNS.keys() & arguments.keys():
        noun = db.session.get(NOUNS[name], arguments[name])
        if noun is None:
            abort(404)
        if only_own and not noun.is_own(current_user):
            abort(403)
        arguments[name] = noun


@login.user_loader
def load(id: str) -> Editor | None:
    editor = db.session.get(Editor, int(id))
    return editor if editor and editor.is_active else None


def init_app(app: Flask) -> None:
    app.config.update(
        WTF_CSRF_CHECK_DEFAULT=False,  # readers have no session; the guard checks the desk
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a story may stay open all day
        WTF_CSRF_SSL_STRICT=False,  # some browsers send no Referer; the token is proof enough
    )
    login.session_protection = None  # a phone changes its address; a session can be revoked
    login.init_app(app, add_context_processor=False)
    csrf.init_app(app)
