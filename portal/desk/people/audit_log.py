"""The audit log: who did what."""

from __future__ import annotations

from flask import Response

from portal.desk.shared.paging import page_of
from portal.desk.shared.permissions import Action, Room
from portal.desk.shared.responses import answer
from portal.models import AuditEntry

bp = Room("audit", Action.PEOPLE)


@bp.get("/audit")
def index() -> Response:
    """Every deed, newest first."""
    return answer("desk/people/audit_log.html", entries=page_of(AuditEntry.newest(), 50))
