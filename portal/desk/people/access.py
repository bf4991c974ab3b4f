"""Whether a person may come in: a new link, signed out everywhere, shut out, let back in."""

from __future__ import annotations

from flask import Response, abort, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.desk.people.editors import invite, last_admin
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import flash_message, redirect_to
from portal.extensions import db
from portal.models import AuditAction, AuditEntry, DeskSession, Editor
from portal.models.people.editor import LastAdmin

bp = DeskBlueprint("access", Action.PEOPLE)


@bp.post("/people/<int:editor>/invitation")
def invitation(editor: Editor) -> Response:
    """A new link with which they choose a password; an older one no longer works."""
    if not editor.is_active:
        abort(404)
    AuditEntry.record(current_user, AuditAction.INVITED, editor, editor.email)
    return invite(editor)


@bp.post("/people/<int:editor>/signing-out")
def signing_out(editor: Editor) -> Response:
    DeskSession.end_all(editor)
    AuditEntry.record(current_user, AuditAction.SIGNED_OUT, editor, editor.email)
    db.session.commit()
    flash_message(_("%(name)s is signed out everywhere.", name=editor.display_name))
    return redirect_to(url_for("desk.editors.edit", editor=editor.id))


@bp.post("/people/<int:editor>/removal")
def removal(editor: Editor) -> Response:
    """Shut somebody out: they are signed out everywhere and cannot come back. Their stories stay."""
    try:
        editor.deactivate()
    except LastAdmin:
        db.session.rollback()
        flash_message(last_admin(), "bad")
        return redirect_to(url_for("desk.editors.index"))
    AuditEntry.record(current_user, AuditAction.DEACTIVATED, editor, editor.email)
    db.session.commit()
    back = url_for("desk.access.readmission", editor=editor.id)
    flash_message(_("%(name)s can no longer sign in.", name=editor.display_name), undo=back)
    return redirect_to(url_for("desk.editors.index"))


@bp.post("/people/<int:editor>/readmission")
def readmission(editor: Editor) -> Response:
    editor.reactivate()
    AuditEntry.record(current_user, AuditAction.REACTIVATED, editor, editor.email)
    db.session.commit()
    flash_message(_("%(name)s can sign in again.", name=editor.display_name))
    return redirect_to(url_for("desk.editors.index"))
