"""The bin, emptied: by itself what has lain there for 30 days, all of it when an admin says so."""

from __future__ import annotations

from flask import Response, current_app, url_for
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.exc import DBAPIError

from portal.desk.shared.permissions import Action, Room
from portal.desk.shared.responses import answer, go_to, say
from portal.extensions import db
from portal.models import Article, AuditEntry, Deed, State, now
from portal.models.article import bin as the_bin

bp = Room("emptying", Action.SETTINGS)


@bp.get("/articles/emptying")
def new() -> Response:
    """Asks once more: this cannot be taken back."""
    return answer("desk/articles/empty_bin.html", count=the_bin.count())


@bp.post("/articles/emptying")
def create() -> Response:
    done, moment = 0, now()
    while emptied := the_bin.empty(moment):
        done += emptied
        AuditEntry.note(current_user, Deed.REMOVED, Article(), words(emptied))
        db.session.commit()
    say(ngettext("One story is gone for good.", "%(num)s stories are gone for good.", done))
    return go_to(url_for("desk.articles.index", state=State.BINNED))


def words(emptied: int) -> str:
    return ngettext("%(num)s story out of the bin", "%(num)s stories out of the bin", emptied)


def empty_what_is_due() -> bool:
    """Whether anything went. The watcher does it, and who looks at the desk; of a busy database the next one."""
    if not the_bin.is_due():
        return False
    emptied = 0
    with current_app.app_context():  # a session of its own: this one only reads
        try:
            db.session.connection(execution_options={"reads": False})
            if emptied := the_bin.empty():
                AuditEntry.note(None, Deed.REMOVED, Article(), words(emptied))
                db.session.commit()
        except DBAPIError:
            current_app.logger.warning("The bin could not be emptied now. It is tried again.")
            emptied = 0
    db.session.rollback()  # and now this one sees it
    return emptied > 0
