"""A person's access: a new link, sign-out everywhere, deactivation and reactivation."""

from __future__ import annotations

from flask import Response, abort, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.desk.people.editors import last_admin_message, send_invitation
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import flash_message, redirect_to
from portal.extensions import db
from portal.models import AuditAction, AuditEntry, DeskSession, Editor
from portal.models.people.editor import LastAdmin

bp = DeskBlueprint("access", Action.PEOPLE)


@bp.post("/people/<int:editor>/invitation")
def invitation(editor: Editor) -> Response:
    """Create a new link for choosing a password. An older link stops working."""
    if not editor.is_active:
        abort(404)
    AuditEntry.record(current_user, AuditAction.INVITED, editor, editor.email)
    return send_invitation(editor)


@bp.post("/people/<int:editor>/signing-out")
def signing_out(editor: Editor) -> Response:
    """End all sessions of a person."""
    DeskSession.end_all(editor)
    AuditEntry.record(current_user, AuditAction.SIGNED_OUT, editor, editor.email)
    db.session.commit()
    flash_message(_("%(name)s has been signed out everywhere.", name=editor.display_name))
    return redirect_to(url_for("desk.editors.edit", editor=editor.id))


@bp.post("/people/<int:editor>/removal")
def removal(editor: Editor) -> Response:
    """Deactivate a person: ends their sessions and refuses their sign-in. Their stories stay."""
    try:
        editor.deactivate()
    except LastAdmin:
        db.session.rollback()
        flash_message(last_admin_message(), "bad")
        return redirect_to(url_for("desk.editors.index"))
    AuditEntry.record(current_user, AuditAction.DEACTIVATED, editor, editor.email)
    db.session.commit()
    undo = url_for("desk.access.readmission", editor=editor.id)
    flash_message(_("%(name)s can no longer sign in.", name=editor.display_name), undo=undo)
    return redirect_to(url_for("desk.editors.index"))


@bp.post("/people/<int:editor>/readmission")
def readmission(editor: Editor) -> Response:
    """Reactivate a person."""
    editor.reactivate()
    AuditEntry.record(current_user, AuditAction.REACTIVATED, editor, editor.email)
    db.session.commit()
    flash_message(_("%(name)s can sign in again.", name=editor.display_name))
    return redirect_to(url_for("desk.editors.index"))
