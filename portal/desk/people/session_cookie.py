"""The desk's session: a cookie that is sent only below /desk.

After sign-in the cookie is a random token, and the session is a row in the database, where it can
be revoked. Before sign-in the session is the signed cookie itself, so that requests for the
sign-in page cannot fill the database.
"""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from typing import Any

from flask import Flask, Request, Response
from flask import request as current_request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from sqlalchemy import delete, update
from sqlalchemy.exc import OperationalError

from portal.extensions import db, read_session
from portal.models import DeskSession, now

DESK_PATH = re.compile(r"/desk(/|$)")
TOKEN = re.compile(r"[\w-]{43}")
# The last visit is written at most this often.
LAST_VISIT_PRECISION = timedelta(minutes=1)
log = logging.getLogger(__name__)


class Session(SecureCookieSession):
    """A session of the desk. `db_row` is its row; None if nobody is signed in."""

    db_row: DeskSession | None = None

    @property
    def editor_id(self) -> int | None:
        return int(self["_user_id"]) if "_user_id" in self else None


class DeskSessions(SecureCookieSessionInterface):
    session_class = Session

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return None outside /desk: pages for readers open no session and set no cookie."""
        if not DESK_PATH.match(request.path):
            return None
        token = request.cookies.get(self.get_cookie_name(app), "")
        if not TOKEN.fullmatch(token):
            return super().open_session(app, request)
        with read_session() as database:
            row = database.scalar(DeskSession.by_token(token))
        if row is None or not row.is_valid:
            return Session()
        session = Session(row.values)
        session.db_row = row
        return session

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        assert isinstance(session, Session)
        db.session.rollback()  # uncommitted changes of the view must not be saved here
        try:
            self.save_row(app, session, response)
        except OperationalError as error:
            log.warning("The session could not be saved: %s", error.orig)

    def save_row(self, app: Flask, session: Session, response: Response) -> None:
        """Update the row. A sign-in creates one with a new token; a sign-out deletes it."""
        row = session.db_row
        if row and row.editor_id == session.editor_id:
            update_row(row, session)
            return
        if row:
            db.session.execute(delete(DeskSession).where(DeskSession.id == row.id))
            db.session.commit()
        if session.editor_id is None:
            super().save_session(app, session, response)
            return
        session.db_row, token = create_row(session)
        response.set_cookie(
            self.get_cookie_name(app),
            token,
            expires=session.db_row.expires_at if session.permanent else None,
            path=self.get_cookie_path(app),
            secure=self.get_cookie_secure(app),
            httponly=True,
            samesite=self.get_cookie_samesite(app),
        )


def create_row(session: Session) -> tuple[DeskSession, str]:
    """Create the row of a session that has just signed in. Return it with its raw token."""
    assert session.editor_id is not None
    agent = current_request.user_agent.string
    created = DeskSession.create(session.editor_id, dict(session), agent, session.permanent)
    db.session.flush()
    db.session.expunge(created[0])
    db.session.commit()
    return created


def update_row(row: DeskSession, session: Session) -> None:
    """Write changed values and the last visit. A row that was revoked meanwhile is not restored."""
    changed: dict[str, Any] = {"values": dict(session)} if session.modified else {}
    if changed or now() - row.seen_at > LAST_VISIT_PRECISION:
        row_update = update(DeskSession).where(DeskSession.id == row.id)
        db.session.execute(row_update.values(seen_at=now(), **changed))
        db.session.commit()


def init_app(app: Flask) -> None:
    app.session_interface = DeskSessions()
    app.config.update(
        SESSION_COOKIE_NAME="desk",
        SESSION_COOKIE_PATH="/desk",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=(app.config["SITE_URL"] or "").startswith("https:"),
    )
