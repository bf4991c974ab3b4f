"""How a one-time link reaches whom it is for: by mail, else by hand."""

from __future__ import annotations

import logging
from threading import Thread

from flask import Flask, current_app
from flask_babel import gettext as _

from portal.desk.people import mail
from portal.desk.shared.current_settings import settings
from portal.web.rendering import absolute

log = logging.getLogger(__name__)


def hand_over(email: str, path: str) -> tuple[str, str | None]:
    """Mail an invitation. Returns what the admin is told, and the link if they must pass it on."""
    address = absolute(path)
    if not mail.can_send():
        return _(
            "Pass this link on to %(email)s. It works once, for three days.", email=email
        ), address
    try:
        mail.send(email, *letter(address, _("It works once, for three days.")))
    except mail.MailError as error:
        words = _("The mail server did not take it (%(reason)s). Pass this link on by hand.")
        return words % {"reason": error}, address
    return _("The invitation is on its way to %(email)s.", email=email), None


def send_reset(email: str, path: str) -> None:
    """Mail a reset without waiting: how long it takes would tell whether the address is known."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    contents = letter(absolute(path), _("It works once, for two hours."))
    Thread(target=send_quietly, args=(app, email, *contents), daemon=True).start()


def send_quietly(app: Flask, email: str, subject: str, text: str) -> None:
    with app.app_context():
        try:
            mail.send(email, subject, text)
        except mail.MailError as error:
            log.error("A letter was not sent: %s", error)


def letter(address: str, how_long: str) -> tuple[str, str]:
    """Its subject and its text."""
    name = settings().name
    subject = _("Your password at the desk of %(name)s", name=name)
    text = _("Choose your password for the desk of %(name)s here:", name=name)
    ignore = _("If you did not expect this, leave it: nothing changes.")
    return subject, f"{text}\n\n{address}\n\n{how_long} {ignore}\n"
