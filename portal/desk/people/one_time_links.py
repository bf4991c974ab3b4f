"""One-time links: an invitation, a forgotten password, the first editor of an empty site."""

from __future__ import annotations

from flask import Response, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import login_user

from portal.desk.shared.forms import DeskForm, email_field, name_field, new_password
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import flash_message, redirect_to, render
from portal.extensions import db
from portal.models import (
    AuditAction,
    AuditEntry,
    DeskSession,
    Editor,
    FailedSignIn,
    OneTimeLink,
    Role,
)

bp = DeskBlueprint("links", Action.ENTER)


class PasswordForm(DeskForm):
    """What somebody says who was invited, or who has forgotten their password."""

    name = name_field(lazy_gettext("Your name"), lazy_gettext("Say who you are."))
    password = new_password(lazy_gettext("Password"))


class FirstEditorForm(PasswordForm):
    email = email_field()


@bp.get("/links/<token>")
def show(token: str) -> Response:
    """Where a password is chosen. Looking at it, as mail scanners do, does not use it up."""
    link = OneTimeLink.find(token)
    return page(link, form_for(link)) if link else used_up()


@bp.post("/links/<token>")
def create(token: str) -> Response:
    """Choose the password, and be signed in. Of two who try at once, one is."""
    link = OneTimeLink.find(token)
    if link is None:
        return used_up()
    form = form_for(link)
    if not form.validate():
        return page(link, form, 422)
    editor = link.editor
    if not OneTimeLink.consume(token):
        return used_up()
    return let_in(editor or Editor.add(form.email.data, Role.ADMIN), form)


def let_in(editor: Editor, form: PasswordForm) -> Response:
    editor.set_password(form.password.data)
    editor.name = form.name.data
    DeskSession.end_all(editor)
    FailedSignIn.clear(editor.email)
    AuditEntry.record(editor, AuditAction.PASSWORD_CHOSEN, editor)
    db.session.commit()
    login_user(editor)
    flash_message(_("You are signed in. Welcome to the desk."))
    return redirect_to(url_for("desk.today.show"))


def form_for(link: OneTimeLink) -> PasswordForm:
    if link.editor is None:
        return FirstEditorForm()
    return PasswordForm(name=link.editor.name)


def page(link: OneTimeLink, form: PasswordForm, status: int = 200) -> Response:
    return render(
        "desk/people/one_time_link.html",
        status=status,
        form=form,
        email=link.editor and link.editor.email,
    )


def used_up() -> Response:
    return render("desk/people/one_time_link_used.html", status=410)
