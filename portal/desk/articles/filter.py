"""The filter of the articles' list: a form filled from its address, every field optional."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_login import current_user
from sqlalchemy import ColumnElement
from wtforms import DateField, SearchField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional, ValidationError

from portal.desk.articles.editing.choices import categories
from portal.desk.articles.list_conditions import from_source, has_link, own_articles
from portal.desk.articles.sort_orders import Order, Period, orders_of
from portal.desk.shared.current_settings import settings
from portal.desk.shared.forms import DeskForm
from portal.desk.shared.noun_field import NounField
from portal.desk.shared.noun_search import AUTHORS, SOURCES, TAGS
from portal.models import Article, Byline, CategoryLink, Tagging
from portal.models.base.clock import midnight

OURS = "ours"  # in addresses
OURS_LABEL = _("Our own")


class SourceFilterField(NounField):
    """The name of a source, or "Our own" for stories without one."""

    @property
    def options(self) -> list[str]:
        return [str(OURS_LABEL), *self.close_names]

    def look_up(self, text: str) -> Any:
        if text in (OURS, str(OURS_LABEL)):
            self.data = OURS
            return None
        return super().look_up(text)

    def _value(self) -> str:
        return str(OURS_LABEL) if self.data == OURS else super()._value()


class ArticleFilter(DeskForm):
    """The filter. An invalid field shows a message and does not filter."""

    class Meta(DeskForm.Meta):
        csrf = False  # it changes nothing

    q = SearchField(_("Words or address"), [Length(max=500)], render_kw={"data-key": "/"})
    whose = SelectField(_("Whose"), default="")
    category = SelectField(_("Category"), default="")
    author = NounField(_("Author"), AUTHORS)
    tag = NounField(_("Tag"), TAGS)
    source = SourceFilterField(_("Source"), SOURCES)
    since = DateField(_("From"), [Optional()])
    until = DateField(_("To"), [Optional()])
    sort = SelectField(_("Sorted by"), default="", validate_choice=False)

    def __init__(self, state: str) -> None:
        super().__init__(request.args)
        self.state, self.orders = state, orders_of(state)
        self.whose.choices = [SelectChoice("", _("Everyone’s")), SelectChoice("mine", _("Mine"))]
        self.category.choices = [SelectChoice("", _("Any")), *map(as_text, categories())]
        self.sort.choices = [SelectChoice(name, each.label) for name, each in self.orders.items()]
        self.is_valid = self.validate()

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
            "author": lambda _name: has_link(Byline, Byline.author_id == self.author.noun.id),
            "tag": lambda _name: has_link(Tagging, Tagging.tag_id == self.tag.noun.id),
            "source": lambda _name: from_source(self.source.noun),
        }
        return [condition(active[name]) for name, condition in makers.items() if name in active]


def as_text(choice: SelectChoice) -> SelectChoice:
    return SelectChoice(str(choice.value), choice.label)
