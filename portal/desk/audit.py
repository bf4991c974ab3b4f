"""The audit log: who did what."""

from __future__ import annotations

from flask import Response, abort, request
from flask_babel import lazy_gettext as _

from portal.desk.answers import answer
from portal.desk.roles import Action, Room
from portal.models import AuditEntry, Deed
from portal.models.paging import BadCursor, newest_page

bp = Room("audit", Action.PEOPLE)

DEEDS = {
    Deed.ADDED: _("added"),
    Deed.CHANGED: _("changed"),
    Deed.REMOVED: _("removed"),
    Deed.MERGED: _("merged"),
    Deed.MOVED: _("moved"),
    Deed.SENT_FOR_REVIEW: _("sent for review"),
    Deed.SENT_BACK: _("sent back"),
    Deed.PUBLISHED: _("published"),
    Deed.SCHEDULED: _("scheduled"),
    Deed.UNPUBLISHED: _("unpublished"),
    Deed.CORRECTED: _("corrected"),
    Deed.BINNED: _("binned"),
    Deed.TAKEN_BACK: _("took back"),
    Deed.PINNED: _("pinned"),
    Deed.UNPINNED: _("unpinned"),
    Deed.INVITED: _("invited"),
    Deed.LET_IN: _("let in"),
    Deed.SHUT_OUT: _("shut out"),
    Deed.SIGNED_IN: _("signed in"),
    Deed.SIGNED_OUT: _("signed out everywhere"),
}


@bp.get("/audit")
def index() -> Response:
    """Every deed, newest first."""
    try:
        entries = newest_page(AuditEntry.newest(), request.args.get("before"), 50)
    except BadCursor:
        abort(404)
    return answer("desk/audit.html", entries=entries, deeds=DEEDS)
