"""Delete the stories that have been in the bin for 30 days."""

from __future__ import annotations

from flask import current_app
from flask_babel import ngettext
from sqlalchemy.exc import DBAPIError

from portal.extensions import db
from portal.models import Article, AuditAction, AuditEntry
from portal.models.article import bin as the_bin


def delete_expired() -> bool:
    """Delete one batch of expired stories and log it. Return True if any was deleted.

    The version watcher calls this, and the desk's lists do. If the database is busy, the next call
    tries again.
    """
    if not the_bin.has_expired():
        return False
    deleted = 0
    with current_app.app_context():  # a session of its own: the caller's may be read-only
        try:
            db.session.connection(execution_options={"reads": False})
            if deleted := the_bin.delete_binned():
                AuditEntry.record(None, AuditAction.REMOVED, Article(), stories_removed(deleted))
                db.session.commit()
        except DBAPIError:
            current_app.logger.warning("The bin could not be emptied now. It is tried again.")
            deleted = 0
    db.session.rollback()  # so that the caller's session sees the change
    return deleted > 0


def stories_removed(count: int) -> str:
    return ngettext("%(num)s story out of the bin", "%(num)s stories out of the bin", count)
