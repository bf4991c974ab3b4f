"""The audit log: every deed with its editor."""

from __future__ import annotations

from flask import Response

from portal.desk.shared.paging import page_of
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import render
from portal.models import AuditEntry

bp = DeskBlueprint("audit", Action.PEOPLE)

PAGE_SIZE = 50


@bp.get("/audit")
def index() -> Response:
    """List the deeds, newest first."""
    return render("desk/people/audit_log.html", entries=page_of(AuditEntry.newest(), PAGE_SIZE))
