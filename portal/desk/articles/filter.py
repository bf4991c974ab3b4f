"""What the address of the articles' list asks for: a form of which every field may be left empty."""

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
    """A field that cannot be understood says so beside itself, and asks for nothing."""

    class Meta(DeskForm.Meta):
        csrf = False  # it changes nothing

    q = SearchField(_("Words, or an address"), [Length(max=500)], render_kw={"data-key": "/"})
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
        self.whose.choices = [SelectChoice("", _("Everybody’s")), SelectChoice("mine", _("Mine"))]
        self.category.choices = [SelectChoice("", _("Any")), *map(as_text, categories())]
        self.source.choices = [SelectChoice("", _("Any")), *sources()]
        self.sort.choices = [SelectChoice(name, each.words) for name, each in self.orders.items()]
        self.is_sound = self.validate()

    def validate_author(self, field: StringField) -> None:
        self.by = find_author(field.data.strip()) if field.data else None
        if field.data and self.by is None:
            words = gettext("Nobody called “%(name)s” writes here.", name=field.data)
            raise ValidationError(words)

    def validate_tag(self, field: StringField) -> None:
        self.topic = Tag.find_by_name(field.data.strip()) if field.data else None
        if field.data and self.topic is None:
            raise ValidationError(gettext("There is no tag called “%(name)s”.", name=field.data))

    def validate_until(self, field: DateField) -> None:
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError(gettext("Choose a last day that is not before the first."))

    @property
    def order(self) -> Order:
        """What is asked for, where this tab has it, else the tab's own."""
        return self.orders.get(self.sort.data or "", self.orders[""])

    @property
    def asked(self) -> dict[str, str]:
        """What it asks for, as the parameters of an address."""
        return {each.name: str(each.data) for each in self if each.data and not each.errors}

    def address(self, **changes: Any) -> str:
        """The address that asks for this, with these changes."""
        return url_for(
            "desk.articles.index", **{"state": self.state or None} | self.asked | changes
        )

    @property
    def narrows(self) -> bool:
        return bool(self.asked.keys() - {"sort"})

    @property
    def period(self) -> Period:
        """Its days, where the paper is."""
        asked, zone = self.asked, settings().time_zone
        return Period(
            midnight(self.since.data, zone) if "since" in asked else None,
            midnight(self.until.data + timedelta(days=1), zone) if "until" in asked else None,
        )

    def conditions(self) -> list[ColumnElement[bool]]:
        asked = self.asked
        found = {
            "q": lambda words: Article.matching(words),
            "whose": lambda _mine: own_articles(current_user),
            "category": lambda id: among(CategoryLink, CategoryLink.category_id == int(id)),
            "author": lambda _name: among(Byline, Byline.author_id == self.by.id),
            "tag": lambda _name: among(Tagging, Tagging.tag_id == self.topic.id),
            "source": from_source,
        }
        return [condition(asked[name]) for name, condition in found.items() if name in asked]


# Few rows are looked up and sorted; where there are many, each article in the order of the list is
# asked until the page is full. SQLite cannot tell which is which.
FEW = 500


def are_few(ids: Select) -> bool:
    counted = select(func.count()).select_from(ids.limit(FEW).subquery())
    return (db.session.scalar(counted) or 0) < FEW


def among(join: Any, rule: Any) -> ColumnElement[bool]:
    ids = select(join.article_id).where(rule)
    return (
        Article.id.in_(ids) if are_few(ids) else ids.where(join.article_id == Article.id).exists()
    )


def sees_only_own() -> bool:
    """Who may change only their own stories sees only those in lists."""
    return scope_of(current_user, Action.WRITE) is OWN


def own_articles(editor: Editor) -> ColumnElement[bool]:
    """What `Article.own` says, for a list in an order."""
    if are_few(select(Article.id).where(Article.own(editor))):
        return Article.own(editor)
    wrote = select(Byline.article_id).where(
        Byline.article_id == Article.id, Byline.author_id == editor.author_id
    )
    return or_(Article.created_by_id == editor.id, wrote.exists())


def from_source(id: str) -> ColumnElement[bool]:
    number = 0 if id == OURS else int(id)
    if number and are_few(select(Article.id).where(Article.source_id == number)):
        return Article.source_id == number
    return func.coalesce(Article.source_id, 0) == number


def as_text(choice: SelectChoice) -> SelectChoice:
    return SelectChoice(str(choice.value), choice.label)


def sources() -> list[SelectChoice]:
    found = db.session.execute(select(Source.id, Source.name).order_by(Source.name)).all()
    named = [SelectChoice(str(id), name) for id, name in found]
    return [SelectChoice(OURS, _("Ours only")), *named] if named else []
