"""Tags: create, rename, merge and remove them."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import func, select
from wtforms import TextAreaField
from wtforms.validators import Length

from portal.desk.shared.crud_views import CrudViews
from portal.desk.shared.forms import DeskForm
from portal.desk.shared.list_rows import Row
from portal.desk.shared.noun_fields import noun_name_field, slug_field
from portal.desk.shared.noun_search import TAGS
from portal.extensions import db
from portal.models import Tag, Tagging
from portal.models.taxonomy.merging import merge_tags

PAGE_SIZE = 200


class TagForm(DeskForm):
    name = noun_name_field(lazy_gettext("Name"), lazy_gettext("Enter the name of the tag."))
    slug = slug_field()
    description = TextAreaField(lazy_gettext("Description"), [Length(max=2000)])

    def fill(self, tag: Tag) -> None:
        tag.name, tag.description = self.name.data, self.description.data or ""
        tag.change_slug(self.slug.data or tag.name)


class Tags(CrudViews):
    noun, form = Tag, TagForm
    heading, new_label = lazy_gettext("Tags"), lazy_gettext("New tag")
    count_label = lazy_gettext("Stories")
    merge_search = TAGS
    has_search = True

    def rows(self) -> list[Row]:
        """Return the first tags by name, or those whose name contains `?q=`."""
        count = select(func.count()).where(Tagging.tag_id == Tag.id).scalar_subquery()
        query = select(Tag, count).order_by(func.lower(Tag.name)).limit(PAGE_SIZE)
        if words := request.args.get("q", "").strip():
            query = query.where(Tag.name.icontains(words, autoescape=True))
        return [
            Row.of(tag, "tags", tag.name, count, tag=tag.name)
            for tag, count in db.session.execute(query)
        ]

    def merge_into(self, tag: Tag, into: Tag) -> None:
        merge_tags(tag, into)

    def removal_obstacle(self, tag: Tag) -> str:
        used = select(Tagging.article_id).where(Tagging.tag_id == tag.id).limit(1)
        if db.session.scalar(used):
            return _("This tag has stories. Merge it into another tag first.")
        return ""


bp = Tags("tags")
