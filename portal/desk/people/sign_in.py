"""Sign in and out."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from flask_login import current_user, login_user, logout_user
from wtforms import BooleanField, EmailField, PasswordField
from wtforms.validators import InputRequired, Length

from portal.desk.shared.forms import DeskForm, safe_desk_address
from portal.desk.shared.pending_form import PendingForm
from portal.desk.shared.permissions import Action, DeskBlueprint, requires
from portal.desk.shared.responses import flash_message, redirect_to, render
from portal.extensions import db
from portal.models import AuditAction, AuditEntry, Editor, FailedSignIn
from portal.models.people.editor import is_password

bp = DeskBlueprint("session", Action.ACCOUNT)


class SignInForm(DeskForm):
    email = EmailField(
        lazy_gettext("E-mail"),
        [InputRequired(lazy_gettext("Enter your e-mail address.")), Length(max=254)],
    )
    password = PasswordField(
        lazy_gettext("Password"),
        [InputRequired(lazy_gettext("Enter your password.")), Length(max=1000)],
    )
    remember = BooleanField(lazy_gettext("Stay signed in on this device"))


@bp.get("/sign-in")
@requires(Action.ENTER)
def new() -> Response:
    """Show the sign-in page; an editor with a session goes on to the desk."""
    if current_user.is_authenticated:
        return redirect_to(safe_desk_address(request.args.get("next")))
    return sign_in_page(SignInForm())


@bp.post("/sign-in")
@requires(Action.ENTER)
def create() -> Response:
    """Sign in. A wrong password, an unknown address and a deactivated person get the same answer."""
    form = SignInForm()
    if not form.validate():
        return sign_in_page(form, 422)
    editor = Editor.by_email(form.email.data)
    hashed = editor.password_hash if editor and editor.is_active else ""
    wait = FailedSignIn.count_attempt(form.email.data, client_address())
    db.session.commit()
    if wait:
        return throttled(form, wait)
    if not is_password(hashed, form.password.data) or editor is None:
        return refused(form)
    return start_session(editor, form.remember.data)


@bp.post("/sign-out")
def destroy() -> Response:
    """Sign this browser out."""
    logout_user()
    flash_message(_("You are signed out."))
    return redirect_to(url_for("desk.session.new"))


def start_session(editor: Editor, remember: bool) -> Response:
    """Sign the editor in. A form that they posted before is offered to be sent again."""
    FailedSignIn.undo_attempt(editor.email, client_address())
    AuditEntry.record(editor, AuditAction.SIGNED_IN, editor)
    db.session.commit()
    session.permanent = remember
    login_user(editor)
    if pending_form := PendingForm.from_sign_in_page():
        return render(
            "desk/errors/page.html",
            message=_("You are signed in. What you typed has not been saved yet."),
            pending_form=pending_form,
            heading=_("Send your form"),
        )
    return redirect_to(safe_desk_address(request.args.get("next")))


def refused(form: SignInForm) -> Response:
    message = _("The e-mail address or the password is wrong. Check both.")
    wait = FailedSignIn.waiting_time(form.email.data or "", client_address())
    if wait > timedelta(0):
        message += " " + _("You can try again in %(time)s.", time=duration(wait))
    return sign_in_page(form, 422, message)


def throttled(form: SignInForm, wait: timedelta) -> Response:
    response = sign_in_page(form, 429, too_many_attempts(wait))
    response.headers["Retry-After"] = str(seconds(wait))
    return response


def sign_in_page(form: SignInForm, status: int = 200, message: str = "") -> Response:
    """Render the sign-in page; a pending form stays in its hidden field."""
    return render(
        "desk/people/sign_in.html",
        status=status,
        form=form,
        message=message,
        pending_form=PendingForm.from_sign_in_page(),
    )


def client_address() -> str:
    """Return the client's IP address."""
    return request.remote_addr or ""


def too_many_attempts(wait: timedelta) -> str:
    """Return the message for a client that must wait."""
    return _("Too many failed attempts. You can try again in %(time)s.", time=duration(wait))


def duration(wait: timedelta) -> str:
    """Return "12 seconds" or "4 minutes"."""
    if seconds(wait) < 100:
        return ngettext("%(num)s second", "%(num)s seconds", seconds(wait))
    return ngettext("%(num)s minute", "%(num)s minutes", -(-seconds(wait) // 60))


def seconds(wait: timedelta) -> int:
    return max(1, -(-wait // timedelta(seconds=1)))
