"""The desk's session: its cookie, which only /desk ever sees, and what stands behind it.

Who is signed in holds a random token, and the rest is in the database, where it can be revoked.
Who is not holds what little there is in the cookie itself, signed, so that nobody can fill our
database by asking for the sign-in page.
"""

from __future__ import annotations

import logging
import re
from datetime import timedelta

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from sqlalchemy import delete, update
from sqlalchemy.exc import OperationalError

from portal.extensions import db, read_session
from portal.models import DeskSession, now

DOOR = re.compile(r"/desk(/|$)")
TOKEN = re.compile(r"[\w-]{43}")
# How exactly we know when an editor was last here.
SEEN_EVERY = timedelta(minutes=1)
log = logging.getLogger(__name__)


class Session(SecureCookieSession):
    """`kept` is its row in the database; None: nobody is signed in."""

    kept: DeskSession | None = None

    @property
    def editor_id(self) -> int | None:
        return int(self["_user_id"]) if "_user_id" in self else None


class DeskSessions(SecureCookieSessionInterface):
    session_class = Session

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """No session outside /desk: no page of a reader's can ask for one or set a cookie."""
        if not DOOR.match(request.path):
            return None
        token = request.cookies.get(self.get_cookie_name(app), "")
        if not TOKEN.fullmatch(token):
            return super().open_session(app, request)
        with read_session() as database:
            row = database.scalar(DeskSession.by_token(token))
        if row is None or not row.is_valid:
            return Session()
        session = Session(row.values)
        session.kept = row
        return session

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        assert isinstance(session, Session)
        db.session.rollback()  # what the view has not committed is not ours to commit
        try:
            self.keep(app, session, response)
        except OperationalError as error:
            log.warning("The session could not be saved: %s", error.orig)

    def keep(self, app: Flask, session: Session, response: Response) -> None:
        """Whoever signs in gets a new token, whoever signs out leaves no row behind."""
        row = session.kept
        if row and row.editor_id == session.editor_id:
            touch(row, session)
            return
        if row:
            db.session.execute(delete(DeskSession).where(DeskSession.id == row.id))
            db.session.commit()
        if session.editor_id is None:
            super().save_session(app, session, response)
            return
        session.kept, token = begin(session)
        response.set_cookie(
            self.get_cookie_name(app),
            token,
            expires=session.kept.expires_at if session.permanent else None,
            path=self.get_cookie_path(app),
            secure=self.get_cookie_secure(app),
            httponly=True,
            samesite=self.get_cookie_samesite(app),
        )


def begin(session: Session) -> tuple[DeskSession, str]:
    from flask import request

    assert session.editor_id is not None
    agent = request.user_agent.string
    begun = DeskSession.create(session.editor_id, dict(session), agent, session.permanent)
    db.session.flush()
    db.session.expunge(begun[0])
    db.session.commit()
    return begun


def touch(row: DeskSession, session: Session) -> None:
    """Write what has changed; who revoked it meanwhile is not overruled."""
    changed: dict = {"values": dict(session)} if session.modified else {}
    if changed or now() - row.seen_at > SEEN_EVERY:
        mine = update(DeskSession).where(DeskSession.id == row.id)
        db.session.execute(mine.values(seen_at=now(), **changed))
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
