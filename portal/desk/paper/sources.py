"""Sources: other publishers whose stories the paper carries."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import func, select
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional, ValidationError

from portal.desk.shared.crud_views import CrudViews
from portal.desk.shared.forms import DeskForm, is_a_language
from portal.desk.shared.list_rows import Row
from portal.desk.shared.noun_fields import noun_name_field
from portal.extensions import db
from portal.models import Article, Indexing, Source

INDEXING = {
    Indexing.NOINDEX_NEWS: lazy_gettext("Web search, not news search"),
    Indexing.OWN: lazy_gettext("Index like our own"),
    Indexing.CANONICAL: lazy_gettext("Index the original instead"),
    Indexing.NOINDEX: lazy_gettext("Do not index"),
}


def is_an_address(_form: DeskForm, field) -> None:
    if not field.data.startswith(("https://", "http://")):
        raise ValidationError(_("Enter an address that begins with https://"))


class SourceForm(DeskForm):
    name = noun_name_field(lazy_gettext("Name"), lazy_gettext("Enter the name of the publisher."))
    address = StringField(
        lazy_gettext("Address of the publisher"), [Optional(), Length(max=2000), is_an_address]
    )
    language = StringField(
        lazy_gettext("Language"),
        [Length(max=20), is_a_language],
        description=lazy_gettext("Such as hu or de."),
    )
    indexing = SelectField(
        lazy_gettext("Search engines"),
        choices=[SelectChoice(rule, words) for rule, words in INDEXING.items()],
    )
    licence = TextAreaField(
        lazy_gettext("Licence"),
        [Length(max=2000)],
        description=lazy_gettext("The terms on which we carry their stories."),
    )

    def validate_name(self, field) -> None:
        same = select(Source.id).where(func.lower(Source.name) == field.data.lower())
        found = db.session.scalar(same)
        if found is not None and found != self.noun.id:
            raise ValidationError(_("There is a source with this name already."))

    def fill(self, source: Source) -> None:
        source.name, source.address = self.name.data, self.address.data or ""
        source.language, source.licence = self.language.data or "", self.licence.data or ""
        source.indexing = self.indexing.data


class Sources(CrudViews):
    noun, form = Source, SourceForm
    heading, new_label = lazy_gettext("Sources"), lazy_gettext("New source")
    count_label = lazy_gettext("Stories")

    def rows(self) -> list[Row]:
        count = select(func.count()).where(Article.source_id == Source.id).scalar_subquery()
        query = select(Source, count).order_by(func.lower(Source.name))
        return [
            Row.of(source, "sources", source.name, count, note=source.address)
            for source, count in db.session.execute(query)
        ]

    def removal_obstacle(self, source: Source) -> str:
        used = select(Article.id).where(Article.source_id == source.id).limit(1)
        return _("This source has stories.") if db.session.scalar(used) else ""


bp = Sources("sources")
