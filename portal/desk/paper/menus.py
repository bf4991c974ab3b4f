"""Menus: the links of the masthead and the footer."""

from __future__ import annotations

from flask import Response, abort, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError

from portal.desk.shared.forms import DeskForm
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import flash_message, redirect_to, render
from portal.desk.shared.trees import branches
from portal.extensions import db
from portal.models import AuditAction, AuditEntry, Category, MenuItem, Page

bp = DeskBlueprint("menus", Action.FILE)

MENU_LABELS = {"main": lazy_gettext("Masthead"), "footer": lazy_gettext("Footer")}


class MenuItemForm(DeskForm):
    """A link to a category, a page, or any address."""

    menu = SelectField(
        lazy_gettext("Menu"), choices=[SelectChoice(*each) for each in MENU_LABELS.items()]
    )
    to = SelectField(lazy_gettext("Links to"))
    address = StringField(lazy_gettext("Address"), [Length(max=2000)])
    label = StringField(lazy_gettext("Text of the link"), [Length(max=200)])

    def __init__(self, **options) -> None:
        super().__init__(**options)
        self.to.choices = [
            *(SelectChoice(f"category-{each.id}", each.name) for each, _d in branches(Category)),
            *(SelectChoice(f"page-{each.id}", each.title) for each, _d in branches(Page)),
            SelectChoice("address", _("The address below")),
        ]

    def validate_address(self, field) -> None:
        if self.to.data != "address":
            return
        address = (field.data or "").strip()
        is_path = address.startswith("/") and not address.startswith(("//", "/\\"))
        if not is_path and not address.startswith(("https://", "http://", "mailto:")):
            raise ValidationError(_("Enter a path such as /about/, or an address with https://"))

    def validate_label(self, field) -> None:
        if self.to.data == "address" and not (field.data or "").strip():
            raise ValidationError(_("Enter the text of the link."))

    def fill(self, item: MenuItem) -> None:
        kind, _dash, id = self.to.data.partition("-")
        item.menu, item.label = self.menu.data, (self.label.data or "").strip()
        item.category_id = int(id) if kind == "category" else None
        item.page_id = int(id) if kind == "page" else None
        item.address = (self.address.data or "").strip() if kind == "address" else ""


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
