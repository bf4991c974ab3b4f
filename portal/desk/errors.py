"""Error pages of the desk. What the editor typed can be sent again from each of them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError, generate_csrf
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from werkzeug.exceptions import (
    Forbidden,
    HTTPException,
    NotFound,
    RequestEntityTooLarge,
    Unauthorized,
)

from portal.desk.people.sign_in import SignInForm, sign_in_page
from portal.desk.shared.pending_form import PendingForm
from portal.desk.shared.responses import wants_fragment
from portal.extensions import db


def init_app(desk: Blueprint) -> None:
    desk.register_error_handler(Unauthorized, signed_out)
    desk.register_error_handler(CSRFError, stale_form)
    desk.register_error_handler(OperationalError, database_unavailable)
    desk.register_error_handler(IntegrityError, simultaneous_change)
    desk.register_error_handler(DataError, value_too_long)
    desk.register_error_handler(RequestEntityTooLarge, request_too_large)
    desk.register_error_handler(Forbidden, forbidden)
    desk.register_error_handler(NotFound, not_found)
    desk.register_error_handler(HTTPException, other_error)


def no_such_page(_anything: str) -> Response:
    """Answer every address below /desk/ that no view has."""
    raise NotFound


def signed_out(_error: Unauthorized) -> Response:
    """Ask for a sign-in; the form that was posted is sent on after it."""
    if wants_fragment():
        return error_page(_("You have been signed out. Sign in to save."), 401, sign_in=True)
    page = render_template(
        "desk/people/sign_in.html",
        form=SignInForm(formdata=None),
        message=_("You have been signed out. Sign in, and what you typed will be sent."),
        pending_form=PendingForm.of_request(),
    )
    return make_response(page, 401)


def stale_form(_error: CSRFError) -> Response:
    """Answer a form whose CSRF token belongs to an earlier session, with a fresh token."""
    if request.endpoint == "desk.session.create":
        return sign_in_page(
            SignInForm(), 400, _("This page was open for too long. Please try again.")
        )
    message = _("You opened this form before you signed in. It is not saved yet: send it again.")
    response = error_page(message, 400, pending_form=PendingForm.of_request())
    if wants_fragment():
        response.headers["HX-Trigger"] = current_app.json.dumps({"desk:token": generate_csrf()})
    return response


def database_unavailable(error: OperationalError) -> Response:
    """Answer when the disk is full or another writer holds the lock. Runs no query."""
    current_app.logger.error("The database: %s", error.orig)
    db.session.rollback()
    message = _("The database is not available. Nothing is lost: try again in a minute.")
    return error_page(
        message, 503, pending_form=PendingForm.of_request(), headers={"Retry-After": "60"}
    )


def simultaneous_change(error: IntegrityError) -> Response:
    """Answer when two editors claim the same unique value at once, such as an address."""
    current_app.logger.warning("The database: %s", error.orig)
    db.session.rollback()
    message = _("Someone else saved the same thing just now. Nothing is lost: send it again.")
    return error_page(message, 409, pending_form=PendingForm.of_request())


def value_too_long(error: DataError) -> Response:
    """Answer when a value is too long for its column; only PostgreSQL checks.

    One case is a category so deep in the tree that its address exceeds the column.
    """
    current_app.logger.warning("The database: %s", error.orig)
    db.session.rollback()
    message = _(
        "Something in this form is too long. Nothing is lost: shorten it and send it again."
    )
    return error_page(message, 422, pending_form=PendingForm.of_request())


def request_too_large(_error: RequestEntityTooLarge) -> Response:
    return error_page(_("That is too large. Send fewer or smaller pictures at once."), 413)


def forbidden(_error: Forbidden) -> Response:
    return error_page(_("Your role does not allow this. Ask an admin, or go back to Today."), 403)


def not_found(_error: NotFound) -> Response:
    return error_page(_("There is no such page at the desk. It may have been removed."), 404)


def other_error(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error
    return error_page(error.description or "", error.code)


def error_page(
    message: str, status: int, headers: dict[str, str] | None = None, **context: Any
) -> Response:
    """Return a page with the message; for htmx, a line above the page that the editor is on."""
    if wants_fragment():
        line = render_template("desk/errors/_line.html", message=message, **context)
        swap = {"HX-Retarget": "#flashes", "HX-Reswap": "innerHTML"}
        return make_response(line, status, swap | (headers or {}))
    page = render_template("desk/errors/page.html", message=message, **context)
    return make_response(page, status, headers or {})
