"""Menus: the links of the masthead and the footer."""

from __future__ import annotations

from flask import Response, abort, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.desk.paper.menu_form import MENU_LABELS, MenuItemForm
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import flash_message, redirect_to, render
from portal.extensions import db
from portal.models import AuditAction, AuditEntry, MenuItem

bp = DeskBlueprint("menus", Action.STRUCTURE)


def items(menu: str | None = None) -> list[MenuItem]:
    """Return the links of one menu, or of all, in their order."""
    query = (
        select(MenuItem)
        .options(joinedload(MenuItem.category), joinedload(MenuItem.page))
        .where(MenuItem.parent_id.is_(None))
        .order_by(MenuItem.position, MenuItem.id)
    )
    if menu:
        query = query.filter_by(menu=menu)
    return list(db.session.scalars(query))


@bp.get("/menus")
def index() -> Response:
    return page(MenuItemForm())


@bp.post("/menus")
def create() -> Response:
    """Add a link at the end of a menu."""
    form = MenuItemForm()
    if not form.validate():
        return page(form, 422)
    item = MenuItem()
    form.fill(item)
    item.position = len(items(item.menu))
    db.session.add(item)
    return save_and_return(item, AuditAction.ADDED)


@bp.post("/menus/<int:item>/move")
def move(item: int) -> Response:
    """Move a link one position up (`by=-1`) or down (`by=1`)."""
    moved = db.session.get(MenuItem, item) or abort(404)
    order = items(moved.menu)
    at = order.index(moved)
    by = 1 if request.form.get("by") == "1" else -1
    to = min(max(at + by, 0), len(order) - 1)
    order.insert(to, order.pop(at))
    for position, each in enumerate(order):
        each.position = position
    return save_and_return(moved, AuditAction.MOVED)


@bp.post("/menus/<int:item>/removal")
def destroy(item: int) -> Response:
    """Remove a link."""
    removed = db.session.get(MenuItem, item) or abort(404)
    AuditEntry.record(current_user, AuditAction.REMOVED, removed, removed.text)
    db.session.delete(removed)
    db.session.commit()
    flash_message(_("Link removed."))
    return redirect_to(url_for("desk.menus.index"))


def save_and_return(item: MenuItem, action: AuditAction) -> Response:
    db.session.flush()
    db.session.refresh(item)
    AuditEntry.record(current_user, action, item, f"{MENU_LABELS[item.menu]}: {item.text}")
    db.session.commit()
    flash_message(_("Saved. Readers see the change now."))
    return redirect_to(url_for("desk.menus.index"))


def page(form: MenuItemForm, status: int = 200) -> Response:
    all_items = items()
    menus = [
        (name, [each for each in all_items if each.menu == key])
        for key, name in MENU_LABELS.items()
    ]
    return render("desk/paper/menus.html", status=status, form=form, menus=menus)
