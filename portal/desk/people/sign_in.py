"""Signing in and out."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from flask_login import current_user, login_user, logout_user
from wtforms import BooleanField, EmailField, PasswordField
from wtforms.validators import InputRequired, Length

from portal.desk.shared.forms import DeskForm, own_address
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
        [InputRequired(lazy_gettext("Type your e-mail address.")), Length(max=254)],
    )
    password = PasswordField(
        lazy_gettext("Password"),
        [InputRequired(lazy_gettext("Type your password.")), Length(max=1000)],
    )
    remember = BooleanField(lazy_gettext("Stay signed in on this device"))


@bp.get("/sign-in")
@requires(Action.ENTER)
def new() -> Response:
    """The page to sign in. Who is signed in already goes on."""
    if current_user.is_authenticated:
        return redirect_to(own_address(request.args.get("next")))
    return sign_in_page(SignInForm())


@bp.post("/sign-in")
@requires(Action.ENTER)
def create() -> Response:
    """Sign in. The same answer for a wrong password, an unknown address and one shut out."""
    form = SignInForm()
    if not form.validate():
        return sign_in_page(form, 422)
    editor = Editor.by_email(form.email.data)
    hashed = editor.password_hash if editor and editor.is_active else ""
    wait = FailedSignIn.count_attempt(form.email.data, asker())
    db.session.commit()
    if wait:
        return too_early(form, wait)
    if not is_password(hashed, form.password.data) or editor is None:
        return refused(form)
    return let_in(editor, form.remember.data)


@bp.post("/sign-out")
def destroy() -> Response:
    """Sign this browser out."""
    logout_user()
    flash_message(_("You are signed out."))
    return redirect_to(url_for("desk.session.new"))


def let_in(editor: Editor, remember: bool) -> Response:
    """Sign an editor in with this browser. What they had typed before is sent on from here."""
    FailedSignIn.undo_attempt(editor.email, asker())
    AuditEntry.record(editor, AuditAction.SIGNED_IN, editor)
    db.session.commit()
    session.permanent = remember
    login_user(editor)
    if kept := PendingForm.sent_on():
        words = _("You are signed in. What you typed has not been saved yet.")
        return render(
            "desk/errors/told.html", words=words, pending_form=kept, heading=_("Send it on")
        )
    return redirect_to(own_address(request.args.get("next")))


def refused(form: SignInForm) -> Response:
    words = _("E-mail and password don’t belong together. Check both.")
    wait = FailedSignIn.waiting_time(form.email.data or "", asker())
    if wait > timedelta(0):
        words += " " + _("The next try opens in %(time)s.", time=in_words(wait))
    return sign_in_page(form, 422, words=words)


def too_early(form: SignInForm, wait: timedelta) -> Response:
    response = sign_in_page(form, 429, words=too_many(wait))
    response.headers["Retry-After"] = str(seconds(wait))
    return response


def sign_in_page(form: SignInForm, status: int = 200, words: str = "") -> Response:
    page = "desk/people/sign_in.html"
    return render(page, status=status, form=form, words=words, pending_form=PendingForm.sent_on())


def asker() -> str:
    """The address of who asks."""
    return request.remote_addr or ""


def too_many(wait: timedelta) -> str:
    return _("Too many tries have failed. The next opens in %(time)s.", time=in_words(wait))


def in_words(wait: timedelta) -> str:
    """12 seconds, or 4 minutes."""
    if seconds(wait) < 100:
        return ngettext("%(num)s second", "%(num)s seconds", seconds(wait))
    return ngettext("%(num)s minute", "%(num)s minutes", -(-seconds(wait) // 60))


def seconds(wait: timedelta) -> int:
    return max(1, -(-wait // timedelta(seconds=1)))
