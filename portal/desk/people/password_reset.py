"""Forgotten password: mail a link for a new one, if a mail server is set."""

from __future__ import annotations

from flask import Response

from portal.desk.people import mail
from portal.desk.people.invitation import send_reset
from portal.desk.shared.forms import DeskForm, email_field
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import render
from portal.extensions import db
from portal.models import Editor, OneTimeLink
from portal.models.people.one_time_link import RESET_LIFETIME

bp = DeskBlueprint("forgotten", Action.ENTER)


class ForgottenForm(DeskForm):
    email = email_field()


@bp.get("/forgotten")
def new() -> Response:
    return page(ForgottenForm())


@bp.post("/forgotten")
def create() -> Response:
    """Send a link if the address is known. The answer is the same if it is not."""
    form = ForgottenForm()
    if not form.validate() or not mail.can_send():
        return page(form, 422)
    editor = Editor.by_email(form.email.data)
    if editor and editor.is_active and not OneTimeLink.was_sent_recently(editor):
        path = OneTimeLink.create(editor, RESET_LIFETIME)
        db.session.commit()
        send_reset(editor.email, path)
    return page(form, is_sent=True)


def page(form: ForgottenForm, status: int = 200, is_sent: bool = False) -> Response:
    return render(
        "desk/people/password_reset.html",
        status=status,
        form=form,
        can_send=mail.can_send(),
        is_sent=is_sent,
    )
