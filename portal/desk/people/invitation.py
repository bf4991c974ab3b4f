"""Deliver one-time links: by mail, or by the admin who passes them on."""

from __future__ import annotations

import logging
from threading import Thread

from flask import Flask, current_app
from flask_babel import gettext as _

from portal.desk.people import mail
from portal.desk.shared.current_settings import settings
from portal.web.rendering import absolute

log = logging.getLogger(__name__)


def deliver_invitation(email: str, path: str) -> tuple[str, str | None]:
    """Mail an invitation. Return the message for the admin, and the link if they must pass it on."""
    address = absolute(path)
    if not mail.can_send():
        message = _("Send this link to %(email)s. It works once, for three days.", email=email)
        return message, address
    try:
        mail.send(email, *compose(address, _("It works once, for three days.")))
    except mail.MailError as error:
        message = _("The mail server refused the invitation (%(reason)s). Send this link yourself.")
        return message % {"reason": error}, address
    return _("The invitation has been sent to %(email)s.", email=email), None


def send_reset(email: str, path: str) -> None:
    """Mail a reset link in a thread: the response time must not reveal whether the address is known."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    contents = compose(absolute(path), _("It works once, for two hours."))
    Thread(target=send_and_log_errors, args=(app, email, *contents), daemon=True).start()


def send_and_log_errors(app: Flask, email: str, subject: str, text: str) -> None:
    with app.app_context():
        try:
            mail.send(email, subject, text)
        except mail.MailError as error:
            log.error("An e-mail could not be sent: %s", error)


def compose(address: str, validity: str) -> tuple[str, str]:
    """Return the subject and the text of an e-mail with a link."""
    name = settings().name
    subject = _("Your password at the desk of %(name)s", name=name)
    text = _("Choose your password for the desk of %(name)s here:", name=name)
    ignore = _("If you did not expect this e-mail, ignore it: nothing will change.")
    return subject, f"{text}\n\n{address}\n\n{validity} {ignore}\n"
