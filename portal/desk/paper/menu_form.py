"""The form that adds a link to a menu."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import Field, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError

from portal.desk.shared.fields import parse_id
from portal.desk.shared.forms import DeskForm
from portal.desk.shared.noun_field import NounField
from portal.desk.shared.noun_search import CATEGORIES_AND_PAGES
from portal.extensions import db
from portal.models import Category, MenuItem, Page

MENU_LABELS = {"main": lazy_gettext("Masthead"), "footer": lazy_gettext("Footer")}


class MenuTargetField(NounField):
    """A category or a page, by its name; also as "category-3" or "page-4", which scripts post."""

    def __init__(self, label: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(label, CATEGORIES_AND_PAGES, *args, **kwargs)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        super().process_formdata(valuelist)
        if self.data == "address":
            self.data = ""

    def look_up(self, text: str) -> Any:
        kind, _dash, id = text.partition("-")
        model = {"category": Category, "page": Page}.get(kind)
        if model and (number := parse_id(id)) and (noun := db.session.get(model, number)):
            self.data = self.search.label(noun)
            return noun
        return super().look_up(text)


class MenuItemForm(DeskForm):
    """A link to a category, a page, or any address."""

    menu = SelectField(
        lazy_gettext("Menu"), choices=[SelectChoice(*each) for each in MENU_LABELS.items()]
    )
    to = MenuTargetField(lazy_gettext("Category or page"))
    address = StringField(lazy_gettext("Address"), [Length(max=2000)])
    label = StringField(lazy_gettext("Text of the link"), [Length(max=200)])

    def validate_address(self, field: Field) -> None:
        if self.to.data:
            return
        address = (field.data or "").strip()
        is_path = address.startswith("/") and not address.startswith(("//", "/\\"))
        if not is_path and not address.startswith(("https://", "http://", "mailto:")):
            raise ValidationError(_("Enter a path such as /about/, or an address with https://"))

    def validate_label(self, field: Field) -> None:
        if not self.to.data and not (field.data or "").strip():
            raise ValidationError(_("Enter the text of the link."))

    def fill(self, item: MenuItem) -> None:
        target = self.to.noun
        item.menu, item.label = self.menu.data, (self.label.data or "").strip()
        item.category_id = target.id if isinstance(target, Category) else None
        item.page_id = target.id if isinstance(target, Page) else None
        item.address = "" if target else (self.address.data or "").strip()
