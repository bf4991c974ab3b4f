"""The audit log: who did what."""

from __future__ import annotations

from flask import Response, abort, request

from portal.desk.answers import answer
from portal.desk.roles import Action, Room
from portal.models import AuditEntry
from portal.models.paging import BadCursor, newest_page

bp = Room("audit", Action.PEOPLE)


@bp.get("/audit")
def index() -> Response:
    """Every deed, newest first."""
    try:
        entries = newest_page(AuditEntry.newest(), request.args.get("before"), 50)
    except BadCursor:
        abort(404)
    return answer("desk/audit.html", entries=entries)
