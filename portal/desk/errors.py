"""What an editor is told when something cannot be done. What they typed is never lost with it."""

from __future__ import annotations

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


def init_app(door: Blueprint) -> None:
    door.register_error_handler(Unauthorized, signed_out)
    door.register_error_handler(CSRFError, stale_form)
    door.register_error_handler(OperationalError, database_busy)
    door.register_error_handler(IntegrityError, collided)
    door.register_error_handler(DataError, too_long)
    door.register_error_handler(RequestEntityTooLarge, too_large)
    door.register_error_handler(Forbidden, not_yours)
    door.register_error_handler(NotFound, not_there)
    door.register_error_handler(HTTPException, refused)


def nothing(_anything: str) -> Response:
    """Whatever is no address of the desk's."""
    raise NotFound


def signed_out(_error: Unauthorized) -> Response:
    """They were signed out while they wrote: sign in here, and it is sent on."""
    words = _("You have been signed out. Sign in, and what you typed is sent on.")
    if wants_fragment():
        return told(_("You have been signed out. Sign in to save."), 401, sign_in=True)
    form = SignInForm(formdata=None)
    kept = PendingForm.of_request()
    return make_response(
        render_template("desk/people/sign_in.html", form=form, words=words, pending_form=kept), 401
    )


def stale_form(_error: CSRFError) -> Response:
    """The form's token is of another session: they signed out and in again since."""
    if request.endpoint == "desk.session.create":
        return sign_in_page(SignInForm(), 400, _("This page has waited too long. Try once more."))
    words = _("This form was opened before you signed in. Nothing is saved yet: send it once more.")
    response = told(words, 400, pending_form=PendingForm.of_request())
    if wants_fragment():
        response.headers["HX-Trigger"] = current_app.json.dumps({"desk:token": generate_csrf()})
    return response


def database_busy(error: OperationalError) -> Response:
    """The disk is full, or another writes for too long. Asks nothing of the database."""
    current_app.logger.error("The database: %s", error.orig)
    db.session.rollback()
    words = _("The database cannot take it just now. Nothing is lost: try again in a minute.")
    return told(words, 503, pending_form=PendingForm.of_request(), headers={"Retry-After": "60"})


def collided(error: IntegrityError) -> Response:
    """Two did at the same moment what only one can, such as taking the same address."""
    current_app.logger.warning("The database: %s", error.orig)
    db.session.rollback()
    words = _("Somebody did the same at the same moment. Nothing is lost: send it once more.")
    return told(words, 409, pending_form=PendingForm.of_request())


def too_long(error: DataError) -> Response:
    """Only PostgreSQL minds; such as a category within so many others that its address is too long."""
    current_app.logger.warning("The database: %s", error.orig)
    db.session.rollback()
    words = _(
        "Something in it is too long to be kept. Nothing is lost: shorten it, and send it again."
    )
    return told(words, 422, pending_form=PendingForm.of_request())


def too_large(_error: RequestEntityTooLarge) -> Response:
    return told(_("That is too large to take. Send less at once, or smaller pictures."), 413)


def not_yours(_error: Forbidden) -> Response:
    return told(_("Your role does not allow this. Ask an admin, or go back to Today."), 403)


def not_there(_error: NotFound) -> Response:
    return told(_("There is nothing at this address of the desk. It may have been removed."), 404)


def refused(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error
    return told(error.description or "", error.code)


def told(words: str, status: int, headers: dict | None = None, **context) -> Response:
    """A page that says it; for htmx a line above the page that it is on."""
    if wants_fragment():
        line = render_template("desk/errors/_line.html", words=words, **context)
        swap = {"HX-Retarget": "#flashes", "HX-Reswap": "innerHTML"}
        return make_response(line, status, swap | (headers or {}))
    page = render_template("desk/errors/told.html", words=words, **context)
    return make_response(page, status, headers or {})
