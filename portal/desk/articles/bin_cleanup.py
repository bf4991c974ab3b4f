"""Empty the whole bin at once, when an admin confirms it."""

from __future__ import annotations

from flask import Response, url_for
from flask_babel import ngettext
from flask_login import current_user

from portal.desk.articles.expired_bin import stories_removed
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import flash_message, redirect_to, render
from portal.extensions import db
from portal.models import Article, AuditAction, AuditEntry, State, now
from portal.models.article import bin as the_bin

bp = DeskBlueprint("emptying", Action.SETTINGS)


@bp.get("/articles/emptying")
def new() -> Response:
    """Ask for confirmation, because this cannot be undone."""
    return render("desk/articles/empty_bin.html", count=the_bin.count())


@bp.post("/articles/emptying")
def create() -> Response:
    """Delete every story in the bin, batch by batch."""
    done, moment = 0, now()
    while emptied := the_bin.delete_binned(moment):
        done += emptied
        AuditEntry.record(current_user, AuditAction.REMOVED, Article(), stories_removed(emptied))
        db.session.commit()
    flash_message(
        ngettext("One story deleted for good.", "%(num)s stories deleted for good.", done)
    )
    return redirect_to(url_for("desk.articles.index", state=State.BINNED))
