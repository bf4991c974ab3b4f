"""Categories: create, move, rename and merge the branches of the tree."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import func, select
from wtforms import IntegerField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from portal.desk.shared.crud_views import CrudViews
from portal.desk.shared.forms import DeskForm, is_between
from portal.desk.shared.list_rows import Row
from portal.desk.shared.noun_field import NounField
from portal.desk.shared.noun_fields import noun_name_field, slug_field
from portal.desk.shared.noun_search import CATEGORIES
from portal.desk.shared.trees import branches
from portal.extensions import db
from portal.models import Category, CategoryLink
from portal.models.taxonomy.merging import merge_categories


class CategoryForm(DeskForm):
    name = noun_name_field(lazy_gettext("Name"), lazy_gettext("Enter the name of the category."))
    slug = slug_field()
    parent_id = NounField(
        lazy_gettext("Parent category"),
        CATEGORIES,
        description=lazy_gettext("Empty: at the top level."),
    )
    position = IntegerField(
        lazy_gettext("Position"),
        [Optional(), is_between(0, 1000)],
        description=lazy_gettext("Lower numbers come first, equal ones by name."),
    )
    description = TextAreaField(
        lazy_gettext("Description"),
        [Length(max=2000)],
        description=lazy_gettext("Shown above its stories."),
    )

    def validate_parent_id(self, field: NounField) -> None:
        if field.noun is not None and self.noun in field.noun.lineage:
            raise ValidationError(_("A category cannot be inside itself. Choose another parent."))

    def fill(self, category: Category) -> None:
        category.name, category.description = self.name.data, self.description.data or ""
        parent = self.parent_id.noun
        moved = category.parent is not parent
        category.slug = self.slug.data or category.name
        category.move_to(parent, self.position.data or 0)
        if moved and category.id:
            db.session.flush()
            category.relink_articles()


class Categories(CrudViews):
    noun, form = Category, CategoryForm
    heading, new_label = lazy_gettext("Categories"), lazy_gettext("New category")
    count_label = lazy_gettext("Stories")
    merge_search = CATEGORIES

    def rows(self) -> list[Row]:
        """Return the categories in the order of their tree, each with its number of stories."""
        by_category = select(CategoryLink.category_id, func.count())
        counts = dict(db.session.execute(by_category.group_by(CategoryLink.category_id)).all())
        return [
            Row.of(each, "categories", each.name, counts.get(each.id, 0), depth, category=each.id)
            for each, depth in branches(Category)
        ]

    def merge_into(self, category: Category, into: Category) -> None:
        merge_categories(category, into)

    def removal_obstacle(self, category: Category) -> str:
        if category.children:
            return _("This category contains others. Move or merge them first.")
        used = (
            select(CategoryLink.article_id).where(CategoryLink.category_id == category.id).limit(1)
        )
        if db.session.scalar(used):
            return _("This category has stories. Merge it into another category first.")
        return ""


bp = Categories("categories")
