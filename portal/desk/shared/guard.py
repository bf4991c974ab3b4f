"""The guard in front of every view of the desk: session, rights, size limits and CSRF token."""

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

MAX_FIELD_BYTES = 4 * 1024 * 1024
MAX_FORM_BYTES = 3 * MAX_FIELD_BYTES  # a plain form encodes each byte beyond ASCII as %XX
MAX_UPLOAD_BYTES = 256 * 1024 * 1024  # all pictures of one form together
# A URL argument with one of these names is an id; the view receives the object itself.
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
    """Run before every view of the desk. A view without an action is refused.

    Answers 401, or 303 to the sign-in page, without a session; 403 without the right; 404 if the
    address names nothing.
    """
    request.max_form_memory_size = MAX_FIELD_BYTES
    request.max_content_length = MAX_FORM_BYTES
    action = action_of(request.endpoint or "")
    if action is not Action.ENTER:
        if not current_user.is_authenticated:
            return require_sign_in()
        if request.mimetype == "multipart/form-data":
            request.max_content_length = MAX_UPLOAD_BYTES
        scope = scope_of(current_user, action) if action else NONE
        if scope is NONE:
            abort(403)
        arguments: dict[str, Any] = request.view_args or {}
        if any(isinstance(each, int) and each > MAX_INTEGER for each in arguments.values()):
            abort(404)
        load_nouns(arguments, only_own=scope is OWN)
    csrf.protect()
    remove_null_characters()
    return None


def remove_null_characters() -> None:
    """Remove NUL from everything that was sent: text of PostgreSQL cannot hold it."""
    for name in ("args", "form"):
        values: ImmutableMultiDict[str, str] = getattr(request, name)
        if any("\0" in value for _name, value in values.items(multi=True)):
            clean = [(key, value.replace("\0", "")) for key, value in values.items(multi=True)]
            setattr(request, name, ImmutableMultiDict(clean))


def action_of(endpoint: str) -> Action | None:
    """Return the action of a view: its own, or that of its blueprint."""
    view = current_app.view_functions[endpoint]
    blueprint = current_app.blueprints[endpoint.rpartition(".")[0]]
    return getattr(view, "action", None) or getattr(blueprint, "action", None)


def require_sign_in() -> Response:
    if request.method not in ("GET", "HEAD") or request.htmx:
        abort(401)
    address = request.full_path if request.query_string else request.path
    return redirect(sign_in_address(address), 303)


def sign_in_address(next_address: str) -> str:
    is_home = next_address == "/desk/"
    return current_app.url_for("desk.session.new", next=None if is_home else next_address)


def load_nouns(arguments: dict[str, Any], only_own: bool) -> None:
    """Replace each id by its object. Abort with 404 without it, 403 if it must be one's own and is not."""
    for name in NOUNS.keys() & arguments.keys():
        noun = db.session.get(NOUNS[name], arguments[name])
        if noun is None:
            abort(404)
        if only_own and not noun.is_own(current_user):
            abort(403)
        arguments[name] = noun


@login.user_loader
def load_editor(id: str) -> Editor | None:
    """Return the editor of a session; None if they are gone or deactivated."""
    editor = db.session.get(Editor, int(id))
    return editor if editor and editor.is_active else None


def init_app(app: Flask) -> None:
    app.config.update(
        WTF_CSRF_CHECK_DEFAULT=False,  # readers have no session; guard() checks the desk
        WTF_CSRF_TIME_LIMIT=None,  # valid as long as the session: a story may stay open all day
        WTF_CSRF_SSL_STRICT=False,  # some browsers send no Referer; the token is enough
    )
    login.session_protection = None  # a phone changes its IP address; sessions can be revoked
    login.init_app(app, add_context_processor=False)
    csrf.init_app(app)
