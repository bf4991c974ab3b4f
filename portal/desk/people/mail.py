"""E-mail to editors, if the operator has set a mail server."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from flask import current_app

SMTP_TIMEOUT_SECONDS = 10  # for each reply of the mail server


class MailError(Exception):
    """The e-mail was not accepted; the message is that of the mail server or of the network."""


def can_send() -> bool:
    """Return True if a mail server is set (`PORTAL_SMTP_URL`)."""
    return bool(current_app.config["SMTP_URL"])


def send(to: str, subject: str, text: str) -> None:
    """Send an e-mail through the mail server (RFC 5321). Raise MailError if it is not accepted."""
    message = EmailMessage()
    message["From"] = current_app.config["MAIL_FROM"]
    message["To"] = to
    message["Subject"] = subject
    message.set_content(text)
    try:
        with connect(current_app.config["SMTP_URL"]) as server:
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise MailError(str(error) or type(error).__name__) from None


def connect(url: str) -> smtplib.SMTP:
    """Connect to a mail server: `smtps://` uses TLS from the start, `smtp://` upgrades with STARTTLS.

    STARTTLS is required before a password is sent.
    """
    parts = urlsplit(url)
    context = ssl.create_default_context()
    host = parts.hostname or ""
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, parts.port or 465, timeout=SMTP_TIMEOUT_SECONDS, context=context
        )
    else:
        server = smtplib.SMTP(host, parts.port or 587, timeout=SMTP_TIMEOUT_SECONDS)
        server.ehlo()
        if server.has_extn("starttls") or parts.username:
            server.starttls(context=context)
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server
