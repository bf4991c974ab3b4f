"""My account: name, password, keyboard shortcuts, and the browsers that are signed in."""

from __future__ import annotations

from flask import Response, abort, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user, logout_user
from wtforms import BooleanField, PasswordField
from wtforms.validators import InputRequired, Length

from portal.desk.people.sign_in import too_many_attempts
from portal.desk.people.user_agents import browser_name
from portal.desk.shared.forms import DeskForm, new_password, person_name_field
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import flash_message, redirect_to, render
from portal.extensions import db
from portal.models import AuditAction, AuditEntry, DeskSession, FailedSignIn

bp = DeskBlueprint("account", Action.ACCOUNT)


class AccountForm(DeskForm):
    name = person_name_field(lazy_gettext("Name"), lazy_gettext("Enter your name."))
    uses_keys = BooleanField(lazy_gettext("Use single-letter keyboard shortcuts"))


class PasswordForm(DeskForm):
    current_password = PasswordField(
        lazy_gettext("Current password"),
        [InputRequired(lazy_gettext("Enter your current password.")), Length(max=1000)],
    )
    password = new_password(lazy_gettext("New password"))


@bp.get("/account")
def edit() -> Response:
    return page(AccountForm(obj=current_user), PasswordForm())


@bp.post("/account")
def update() -> Response:
    form = AccountForm()
    if not form.validate():
        return page(form, PasswordForm(formdata=None), 422)
    current_user.name = form.name.data
    current_user.uses_keys = form.uses_keys.data
    db.session.commit()
    flash_message(_("Saved."))
    return redirect_to(url_for("desk.account.edit"))


@bp.post("/account/password")
def change_password() -> Response:
    """Change the password, and end all other sessions."""
    form = PasswordForm()
    if form.validate() and is_current_password(form):
        current_user.set_password(form.password.data)
        DeskSession.end_all(current_user, except_id=this_session())
        AuditEntry.record(current_user, AuditAction.PASSWORD_CHOSEN, current_user)
        db.session.commit()
        flash_message(_("Your password has been changed. You are signed out everywhere else."))
        return redirect_to(url_for("desk.account.edit"))
    return page(AccountForm(formdata=None, obj=current_user), form, 422)


@bp.post("/account/sessions/<int:number>/end")
def end_session(number: int) -> Response:
    """Sign one other browser out."""
    found = db.session.scalar(DeskSession.select_for(current_user).where(DeskSession.id == number))
    if found is None:
        abort(404)
    db.session.delete(found)
    db.session.commit()
    flash_message(_("That browser has been signed out."))
    return redirect_to(url_for("desk.account.edit"))


@bp.post("/account/sessions/end")
def end_sessions() -> Response:
    """End all sessions, this one too."""
    DeskSession.end_all(current_user)
    AuditEntry.record(current_user, AuditAction.SIGNED_OUT, current_user)
    db.session.commit()
    logout_user()
    flash_message(_("You have been signed out everywhere."))
    return redirect_to(url_for("desk.session.new"))


def is_current_password(form: PasswordForm) -> bool:
    """Check the current password. Attempts count like a sign-in, against guessing at an open browser."""
    address = request.remote_addr or ""
    wait = FailedSignIn.count_attempt(current_user.email, address)
    db.session.commit()
    if wait:
        form.current_password.errors = [too_many_attempts(wait)]
        return False
    if current_user.has_password(form.current_password.data):
        FailedSignIn.undo_attempt(current_user.email, address)
        return True
    form.current_password.errors = [_("This is not your current password.")]
    return False


def this_session() -> int:
    """Return the id of the session of this browser."""
    return session.db_row.id  # type: ignore[attr-defined]


def page(form: AccountForm, password_form: PasswordForm, status: int = 200) -> Response:
    return render(
        "desk/people/account.html",
        status=status,
        form=form,
        password_form=password_form,
        sessions=db.session.scalars(DeskSession.select_for(current_user)).all(),
        this_session=this_session(),
        browser_name=browser_name,
    )
