"""Letters to editors, where the operator has named a mail server."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from flask import current_app

PATIENCE = 10  # seconds, for each answer of the mail server


class MailError(Exception):
    """The letter was not taken; says why, in the mail server's words or the network's."""


def can_send() -> bool:
    return bool(current_app.config["SMTP_URL"])


def send(to: str, subject: str, text: str) -> None:
    """Hand a letter to the mail server (RFC 5321). Raises MailError."""
    letter = EmailMessage()
    letter["From"] = current_app.config["MAIL_FROM"]
    letter["To"] = to
    letter["Subject"] = subject
    letter.set_content(text)
    try:
        with connected(current_app.config["SMTP_URL"]) as server:
            server.send_message(letter)
    except (OSError, smtplib.SMTPException) as error:
        raise MailError(str(error) or type(error).__name__) from None


def connected(url: str) -> smtplib.SMTP:
    """`smtps://` speaks TLS at once; `smtp://` as soon as it may, and before any password."""
    parts = urlsplit(url)
    context = ssl.create_default_context()
    host = parts.hostname or ""
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, parts.port or 465, timeout=PATIENCE, context=context
        )
    else:
        server = smtplib.SMTP(host, parts.port or 587, timeout=PATIENCE)
        server.ehlo()
        if server.has_extn("starttls") or parts.username:
            server.starttls(context=context)
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server
