"""One-time links: accept an invitation, reset a password, become the first editor."""

from __future__ import annotations

from flask import Response, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import login_user

from portal.desk.shared.forms import DeskForm, email_field, new_password, person_name_field
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
    """The name and the new password of a person who follows a link."""

    name = person_name_field(lazy_gettext("Your name"), lazy_gettext("Enter your name."))
    password = new_password(lazy_gettext("Password"))


class FirstEditorForm(PasswordForm):
    email = email_field()


@bp.get("/links/<token>")
def show(token: str) -> Response:
    """Show the form for choosing a password. A GET, as mail scanners send it, does not consume the link."""
    link = OneTimeLink.find(token)
    return page(link, form_for(link)) if link else link_expired()


@bp.post("/links/<token>")
def create(token: str) -> Response:
    """Set the password and sign in. Of two simultaneous requests only one succeeds."""
    link = OneTimeLink.find(token)
    if link is None:
        return link_expired()
    form = form_for(link)
    if not form.validate():
        return page(link, form, 422)
    editor = link.editor
    if not OneTimeLink.consume(token):
        return link_expired()
    return activate(editor or Editor.add(form.email.data, Role.ADMIN), form)


def activate(editor: Editor, form: PasswordForm) -> Response:
    """Set the name and password, end older sessions, and sign the editor in."""
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


def link_expired() -> Response:
    return render("desk/people/one_time_link_used.html", status=410)
