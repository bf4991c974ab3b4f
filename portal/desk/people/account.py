"""My account: my name, my password, my keys, and where I am signed in."""

from __future__ import annotations

from flask import Response, abort, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user, logout_user
from wtforms import BooleanField, PasswordField
from wtforms.validators import InputRequired, Length

from portal.desk.people.sign_in import too_many
from portal.desk.people.user_agents import browser_of
from portal.desk.shared.forms import DeskForm, name_field, new_password
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import flash_message, redirect_to, render
from portal.extensions import db
from portal.models import AuditAction, AuditEntry, DeskSession, FailedSignIn

bp = DeskBlueprint("account", Action.ACCOUNT)


class AccountForm(DeskForm):
    name = name_field(lazy_gettext("Name"), lazy_gettext("Say who you are."))
    uses_keys = BooleanField(lazy_gettext("Single letters are keys, as the list under Keys says"))


class PasswordForm(DeskForm):
    current_password = PasswordField(
        lazy_gettext("Password now"),
        [InputRequired(lazy_gettext("Type the password that you have now.")), Length(max=1000)],
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
    """Change it, and sign out wherever else somebody is signed in with the old one."""
    form = PasswordForm()
    if form.validate() and is_their_password(form):
        current_user.set_password(form.password.data)
        DeskSession.end_all(current_user, except_id=this_session())
        AuditEntry.record(current_user, AuditAction.PASSWORD_CHOSEN, current_user)
        db.session.commit()
        flash_message(_("Your password is changed. Everywhere else you are signed out."))
        return redirect_to(url_for("desk.account.edit"))
    return page(AccountForm(formdata=None, obj=current_user), form, 422)


@bp.post("/account/sessions/<int:number>/end")
def end_session(number: int) -> Response:
    """Sign one browser out."""
    found = db.session.scalar(DeskSession.select_for(current_user).where(DeskSession.id == number))
    if found is None:
        abort(404)
    db.session.delete(found)
    db.session.commit()
    flash_message(_("That browser is signed out."))
    return redirect_to(url_for("desk.account.edit"))


@bp.post("/account/sessions/end")
def end_sessions() -> Response:
    """Sign out everywhere, here too."""
    DeskSession.end_all(current_user)
    AuditEntry.record(current_user, AuditAction.SIGNED_OUT, current_user)
    db.session.commit()
    logout_user()
    flash_message(_("You are signed out everywhere."))
    return redirect_to(url_for("desk.session.new"))


def is_their_password(form: PasswordForm) -> bool:
    """Whoever finds a browser open may not guess here either: counted as at the door."""
    address = request.remote_addr or ""
    wait = FailedSignIn.count_attempt(current_user.email, address)
    db.session.commit()
    if wait:
        form.current_password.errors = [too_many(wait)]
        return False
    if current_user.has_password(form.current_password.data):
        FailedSignIn.undo_attempt(current_user.email, address)
        return True
    form.current_password.errors = [_("That is not your password.")]
    return False


def this_session() -> int:
    return session.kept.id  # type: ignore[attr-defined]


def page(form: AccountForm, password_form: PasswordForm, status: int = 200) -> Response:
    return render(
        "desk/people/account.html",
        status=status,
        form=form,
        password_form=password_form,
        sessions=db.session.scalars(DeskSession.select_for(current_user)).all(),
        this_session=this_session(),
        browser_of=browser_of,
    )
