"""The filter of the articles' list: a form filled from its address, every field optional."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_login import current_user
from sqlalchemy import ColumnElement, Select, func, or_, select
from wtforms import DateField, SearchField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional, ValidationError

from portal.desk.articles.editing.choices import categories
from portal.desk.articles.sort_orders import Order, Period, orders_of
from portal.desk.shared.current_settings import settings
from portal.desk.shared.forms import DeskForm
from portal.desk.shared.permissions import OWN, Action, scope_of
from portal.extensions import db
from portal.models import Article, Byline, CategoryLink, Editor, Source, Tag, Tagging
from portal.models.article.fields import find_author
from portal.models.base.clock import midnight

OURS = "ours"


class ArticleFilter(DeskForm):
    """The filter. An invalid field shows a message and does not filter."""

    class Meta(DeskForm.Meta):
        csrf = False  # it changes nothing

    q = SearchField(_("Words or address"), [Length(max=500)], render_kw={"data-key": "/"})
    whose = SelectField(_("Whose"), default="")
    category = SelectField(_("Category"), default="")
    author = StringField(_("Author"), render_kw={"list": "authors"})
    tag = StringField(_("Tag"), render_kw={"list": "tags"})
    source = SelectField(_("Source"), default="")
    since = DateField(_("From"), [Optional()])
    until = DateField(_("To"), [Optional()])
    sort = SelectField(_("Sorted by"), default="", validate_choice=False)
    by: Any = None
    topic: Any = None

    def __init__(self, state: str) -> None:
        super().__init__(request.args)
        self.state, self.orders = state, orders_of(state)
        self.whose.choices = [SelectChoice("", _("Everyone’s")), SelectChoice("mine", _("Mine"))]
        self.category.choices = [SelectChoice("", _("Any")), *map(as_text, categories())]
        self.source.choices = [SelectChoice("", _("Any")), *sources()]
        self.sort.choices = [SelectChoice(name, each.label) for name, each in self.orders.items()]
        self.is_valid = self.validate()

    def validate_author(self, field: StringField) -> None:
        self.by = find_author(field.data.strip()) if field.data else None
        if field.data and self.by is None:
            message = gettext("There is no author called “%(name)s”.", name=field.data)
            raise ValidationError(message)

    def validate_tag(self, field: StringField) -> None:
        self.topic = Tag.find_by_name(field.data.strip()) if field.data else None
        if field.data and self.topic is None:
            raise ValidationError(gettext("There is no tag called “%(name)s”.", name=field.data))

    def validate_until(self, field: DateField) -> None:
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError(gettext("Choose an end day that is not before the start day."))

    @property
    def order(self) -> Order:
        """Return the requested order if this tab has it, else the tab's default."""
        return self.orders.get(self.sort.data or "", self.orders[""])

    @property
    def active(self) -> dict[str, str]:
        """Return the valid fields with a value, as parameters of an address."""
        return {each.name: str(each.data) for each in self if each.data and not each.errors}

    def address(self, **changes: Any) -> str:
        """Return the list's address with this filter and the given changes."""
        return url_for(
            "desk.articles.index", **{"state": self.state or None} | self.active | changes
        )

    @property
    def is_filtering(self) -> bool:
        """Return True if any field except the order is set."""
        return bool(self.active.keys() - {"sort"})

    @property
    def period(self) -> Period:
        """Return the chosen days as a period, in the time zone of the paper."""
        active, zone = self.active, settings().time_zone
        return Period(
            midnight(self.since.data, zone) if "since" in active else None,
            midnight(self.until.data + timedelta(days=1), zone) if "until" in active else None,
        )

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the SQL condition of each active field."""
        active = self.active
        makers = {
            "q": lambda words: Article.matching(words),
            "whose": lambda _mine: own_articles(current_user),
            "category": lambda id: has_link(CategoryLink, CategoryLink.category_id == int(id)),
            "author": lambda _name: has_link(Byline, Byline.author_id == self.by.id),
            "tag": lambda _name: has_link(Tagging, Tagging.tag_id == self.topic.id),
            "source": from_source,
        }
        return [condition(active[name]) for name, condition in makers.items() if name in active]


# Below this many matches the database looks them up and sorts them; above it, it is faster to test
# each article in the order of the list until the page is full. SQLite cannot tell the cases apart.
SMALL_SET_ROWS = 500


def is_small_set(ids: Select) -> bool:
    counted = select(func.count()).select_from(ids.limit(SMALL_SET_ROWS).subquery())
    return (db.session.scalar(counted) or 0) < SMALL_SET_ROWS


def has_link(join: Any, rule: Any) -> ColumnElement[bool]:
    ids = select(join.article_id).where(rule)
    return (
        Article.id.in_(ids)
        if is_small_set(ids)
        else ids.where(join.article_id == Article.id).exists()
    )


def sees_only_own() -> bool:
    """Return True if lists show the editor only their own stories."""
    return scope_of(current_user, Action.WRITE) is OWN


def own_articles(editor: Editor) -> ColumnElement[bool]:
    """Return the condition `Article.own`, written for an ordered list."""
    if is_small_set(select(Article.id).where(Article.own(editor))):
        return Article.own(editor)
    wrote = select(Byline.article_id).where(
        Byline.article_id == Article.id, Byline.author_id == editor.author_id
    )
    return or_(Article.created_by_id == editor.id, wrote.exists())


def from_source(id: str) -> ColumnElement[bool]:
    number = 0 if id == OURS else int(id)
    if number and is_small_set(select(Article.id).where(Article.source_id == number)):
        return Article.source_id == number
    return func.coalesce(Article.source_id, 0) == number


def as_text(choice: SelectChoice) -> SelectChoice:
    return SelectChoice(str(choice.value), choice.label)


def sources() -> list[SelectChoice]:
    found = db.session.execute(select(Source.id, Source.name).order_by(Source.name)).all()
    named = [SelectChoice(str(id), name) for id, name in found]
    return [SelectChoice(OURS, _("Ours only")), *named] if named else []
