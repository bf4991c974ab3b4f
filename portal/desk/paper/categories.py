"""Categories: create, move, rename and merge the branches of the tree."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import func, select
from wtforms import IntegerField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional, ValidationError

from portal.desk.shared.crud_views import CrudViews, noun_name_field, slug_field
from portal.desk.shared.forms import DeskForm, is_between
from portal.desk.shared.list_rows import Row
from portal.desk.shared.trees import branches
from portal.extensions import db
from portal.models import Category, CategoryLink
from portal.models.taxonomy.merging import merge_categories


class CategoryForm(DeskForm):
    name = noun_name_field(lazy_gettext("Name"), lazy_gettext("Enter the name of the category."))
    slug = slug_field()
    parent_id = SelectField(lazy_gettext("Parent category"))
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

    def __init__(self, **options) -> None:
        super().__init__(**options)
        found = list(branches(Category))
        self.parents = {str(each.id): each for each, _depth in found}
        names = [(str(each.id), f"{'— ' * depth}{each.name}") for each, depth in found]
        self.parent_id.choices = [
            SelectChoice("", _("None: at the top level")),
            *map(as_choice, names),
        ]

    def validate_parent_id(self, field) -> None:
        parent = self.parent
        if parent is not None and self.noun in parent.lineage:
            raise ValidationError(_("A category cannot be inside itself. Choose another parent."))

    @property
    def parent(self) -> Category | None:
        return self.parents.get(self.parent_id.data)

    def fill(self, category: Category) -> None:
        category.name, category.description = self.name.data, self.description.data or ""
        moved = category.parent is not self.parent
        category.slug = self.slug.data or category.name
        category.move_to(self.parent, self.position.data or 0)
        if moved and category.id:
            db.session.flush()
            category.relink_articles()


def as_choice(pair: tuple[str, str]) -> SelectChoice:
    return SelectChoice(*pair)


class Categories(CrudViews):
    noun, form = Category, CategoryForm
    heading, new_label = lazy_gettext("Categories"), lazy_gettext("New category")
    count_label = lazy_gettext("Stories")

    def rows(self) -> list[Row]:
        counts = dict(
            db.session.execute(
                select(CategoryLink.category_id, func.count()).group_by(CategoryLink.category_id)
            ).all()
        )
        return [
            Row.of(each, "categories", each.name, counts.get(each.id, 0), depth, category=each.id)
            for each, depth in branches(Category)
        ]

    def merge_candidates(self, category: Category) -> list[Category]:
        return [each for each, _ in branches(Category) if category not in each.lineage]

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
