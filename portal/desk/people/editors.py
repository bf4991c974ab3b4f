"""People: invite them, set their roles, change their names."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from portal.desk.people.invitation import deliver_invitation
from portal.desk.shared.forms import DeskForm, email_field, is_free_email, person_name_field
from portal.desk.shared.noun_field import NounField
from portal.desk.shared.noun_search import AUTHORS
from portal.desk.shared.permissions import ACTION_LABELS, RIGHTS, ROLE_NAMES, Action, DeskBlueprint
from portal.desk.shared.responses import flash_message, redirect_to, render
from portal.extensions import db
from portal.models import AuditAction, AuditEntry, DeskSession, Editor, OneTimeLink, Role
from portal.models.people.editor import LastAdmin

bp = DeskBlueprint("editors", Action.PEOPLE)


class InvitationForm(DeskForm):
    email = email_field(is_free_email)
    role = SelectField(
        lazy_gettext("Role"), choices=[SelectChoice(*each) for each in ROLE_NAMES.items()]
    )


class EditorForm(DeskForm):
    """A person as an admin changes them. Stories of the linked author count as their own."""

    name = person_name_field(lazy_gettext("Name"), lazy_gettext("Enter a name."))
    email = email_field()
    author_id = NounField(lazy_gettext("Writes as"), AUTHORS, suggest="free-authors")

    def __init__(self, editor: Editor) -> None:
        super().__init__(obj=editor)
        self.editor = editor

    def validate_email(self, field) -> None:
        if field.data != self.editor.email:
            is_free_email(self, field)

    def validate_author_id(self, field: NounField) -> None:
        if field.noun is None:
            return
        query = select(Editor).filter_by(author_id=field.noun.id).where(Editor.id != self.editor.id)
        if other := db.session.scalar(query):
            message = _("%(name)s already writes as this author.", name=other.display_name)
            raise ValidationError(message)

    def fill(self, editor: Editor) -> None:
        editor.name = self.name.data
        editor.email = self.email.data
        editor.author_id = self.author_id.noun.id if self.author_id.noun else None


@bp.get("/people")
def index() -> Response:
    """List the people with their last visit, and the rights of each role."""
    return page(InvitationForm())


@bp.post("/people")
def create() -> Response:
    """Invite a person. The link is mailed or shown once; only its hash is stored."""
    form = InvitationForm()
    if not form.validate():
        return page(form, status=422)
    editor = Editor.add(form.email.data, Role(form.role.data))
    AuditEntry.record(current_user, AuditAction.INVITED, editor, editor.email)
    return send_invitation(editor)


def send_invitation(editor: Editor) -> Response:
    """Create a link for choosing a password, commit, and show the list of people with the outcome."""
    path = OneTimeLink.create(editor)
    email = editor.email
    db.session.commit()
    message, link = deliver_invitation(email, path)
    return page(InvitationForm(formdata=None), message=message, link=link)


@bp.post("/people/roles")
def update_roles() -> Response:
    """Save the chosen roles, all or none: without an admin nothing changes."""
    try:
        for editor, role in chosen_roles():
            editor.set_role(role)
            AuditEntry.record(current_user, AuditAction.CHANGED, editor, f"{editor.email}: {role}")
    except LastAdmin:
        db.session.rollback()
        return page(InvitationForm(formdata=None), 422, message=last_admin_message(), kind="bad")
    db.session.commit()
    flash_message(_("The roles have been saved and apply at once."))
    return redirect_to(url_for("desk.editors.index"))


def chosen_roles() -> list[tuple[Editor, Role]]:
    """Return the people whose role changes; new admins first, so that one always remains."""
    chosen = [(each, request.form.get(f"role-{each.id}", each.role)) for each in people()]
    changed = [(each, Role(role)) for each, role in chosen if role != each.role and role in [*Role]]
    return sorted(changed, key=lambda pair: pair[1] != Role.ADMIN)


@bp.get("/people/<int:editor>")
def edit(editor: Editor) -> Response:
    return person_page(editor, EditorForm(editor))


@bp.post("/people/<int:editor>")
def update(editor: Editor) -> Response:
    form = EditorForm(editor)
    if not form.validate():
        return person_page(editor, form, 422)
    form.fill(editor)
    AuditEntry.record(current_user, AuditAction.CHANGED, editor, editor.email)
    db.session.commit()
    flash_message(_("Saved."))
    return redirect_to(url_for("desk.editors.edit", editor=editor.id))


def people() -> list[Editor]:
    """Return everybody by name, deactivated people last."""
    query = select(Editor).options(joinedload(Editor.author))
    order = Editor.disabled_at.is_not(None), func.lower(Editor.name), Editor.email
    return list(db.session.scalars(query.order_by(*order)))


def last_seen() -> dict[int | None, datetime]:
    """Return the last visit by editor id: the latest of their sessions and audit entries."""
    seen: dict[int | None, datetime] = {}
    for who, when in (
        (AuditEntry.editor_id, AuditEntry.done_at),
        (DeskSession.editor_id, DeskSession.seen_at),
    ):
        last = select(who, func.max(when)).where(who.is_not(None)).group_by(who)
        for id, at in db.session.execute(last):
            seen[id] = max(at, seen.get(id, at))
    return seen


def last_admin_message() -> str:
    return _("There must be at least one admin. Make someone else an admin first.")


def page(form: InvitationForm, status: int = 200, **context: Any) -> Response:
    return render(
        "desk/people/index.html",
        status=status,
        form=form,
        people=people(),
        last_seen=last_seen(),
        rights=RIGHTS,
        action_labels=ACTION_LABELS,
        role_names=ROLE_NAMES,
        **context,
    )


def person_page(editor: Editor, form: EditorForm, status: int = 200) -> Response:
    seen = last_seen().get(editor.id)
    return render("desk/people/edit.html", status=status, form=form, person=editor, seen=seen)
