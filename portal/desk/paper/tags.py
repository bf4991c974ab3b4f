"""Tags: made, renamed, merged, removed."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import func, select
from wtforms import TextAreaField
from wtforms.validators import Length

from portal.desk.shared.crud_views import PlainRoom, name_field, slug_field
from portal.desk.shared.forms import DeskForm
from portal.desk.shared.list_rows import Row
from portal.extensions import db
from portal.models import Tag, Tagging
from portal.models.taxonomy.merging import merge_tags

MOST = 200


class TagForm(DeskForm):
    name = name_field(lazy_gettext("Name"), lazy_gettext("Say what the tag is called."))
    slug = slug_field()
    description = TextAreaField(lazy_gettext("What it is about"), [Length(max=2000)])

    def fill(self, tag: Tag) -> None:
        tag.name, tag.description = self.name.data, self.description.data or ""
        tag.change_slug(self.slug.data or tag.name)


class Tags(PlainRoom):
    noun, form = Tag, TagForm
    heading, new_text = lazy_gettext("Tags"), lazy_gettext("New tag")
    count_text = lazy_gettext("Stories")
    has_search = True

    def rows(self) -> list[Row]:
        """The first of them by name, or those with the words searched for."""
        count = select(func.count()).where(Tagging.tag_id == Tag.id).scalar_subquery()
        query = select(Tag, count).order_by(func.lower(Tag.name)).limit(MOST)
        if words := request.args.get("q", "").strip():
            query = query.where(Tag.name.icontains(words, autoescape=True))
        return [
            Row.of(tag, "tags", tag.name, count, tag=tag.name)
            for tag, count in db.session.execute(query)
        ]

    def others(self, tag: Tag) -> list[Tag]:
        return list(db.session.scalars(select(Tag).where(Tag.id != tag.id).order_by(Tag.name)))

    def merging(self, tag: Tag, into: Tag) -> None:
        merge_tags(tag, into)

    def why_not_removed(self, tag: Tag) -> str:
        used = select(Tagging.article_id).where(Tagging.tag_id == tag.id).limit(1)
        if db.session.scalar(used):
            return _("Stories have this tag. Merge it into another.")
        return ""


bp = Tags("tags")
