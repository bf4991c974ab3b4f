"""Validators of the article's form. Each message tells the editor what to do."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from flask_babel import format_date, gettext
from wtforms import Field
from wtforms.validators import ValidationError

from portal.cleaning import TooLarge, clean
from portal.cleaning.vocabulary import foreign_address
from portal.desk.articles.editing.publish_time import is_date, is_time
from portal.desk.library.forms import FOCAL_POINT
from portal.desk.shared.current_settings import settings
from portal.models import Article, Image, now
from portal.models.article.fields import find_author, find_source
from portal.models.base.slugs import slug_of


class ArticleFields(Protocol):
    """The parts of the article's form that its validators read."""

    article: Article | None
    when: Field
    date: Field
    decorative: Field

    @property
    def publish_at(self) -> datetime | None: ...

    @property
    def picture(self) -> Image | None: ...

    def all_tags(self) -> list[str]: ...


# Needed to save


def is_written(_form: ArticleFields, field: Field) -> None:
    if not field.data:
        raise ValidationError(gettext("Enter a headline. 40 to 70 characters read best."))


def can_be_cleaned(_form: ArticleFields, field: Field) -> None:
    try:
        clean(field.data or "")
    except TooLarge:
        raise ValidationError(gettext("Shorten the body: it is too long for a story.")) from None


def is_a_day(form: ArticleFields, field: Field) -> None:
    if form.when.data == "at" and not is_date(field.data):
        raise ValidationError(gettext("Choose a day."))


def is_a_time(form: ArticleFields, field: Field) -> None:
    if form.when.data != "at" or not is_date(form.date.data):
        return
    if not is_time(field.data):
        raise ValidationError(gettext("Choose a time."))
    if form.publish_at is None:
        message = gettext("Choose another time: the clocks skip it that night.")
        raise ValidationError(message)


def is_a_point(_form: ArticleFields, field: Field) -> None:
    if field.data and not FOCAL_POINT.fullmatch(field.data):
        raise ValidationError(gettext("Choose a point in the picture."))


def has_short_tags(form: ArticleFields, _field: Field) -> None:
    if any(isinstance(each, str) and len(each) > 200 for each in form.all_tags()):
        raise ValidationError(gettext("Shorten the tag: 200 characters at most."))


def is_an_author(_form: ArticleFields, field: Field) -> None:
    if field.data and find_author(field.data) is None:
        message = gettext(
            "There is no author called “%(name)s”. Choose one from the list.", name=field.data
        )
        raise ValidationError(message)


def is_a_free_slug(form: ArticleFields, field: Field) -> None:
    if field.data and not slug_of(field.data, ""):
        raise ValidationError(gettext("Use letters or numbers in the address."))
    if form.article is None or form.article.day is None or not field.data:
        return
    wanted = slug_of(field.data)
    free = form.article.free_slug(wanted)
    if free != wanted:
        message = gettext(
            "Another story of that day uses “%(taken)s”. Try “%(free)s”.",
            taken=wanted,
            free=free,
        )
        raise ValidationError(message)


def is_a_source(_form: ArticleFields, field: Field) -> None:
    if field.data and find_source(field.data) is None:
        message = gettext(
            "There is no source called “%(name)s”. Choose one from the list.", name=field.data
        )
        raise ValidationError(message)


def is_foreign(_form: ArticleFields, field: Field) -> None:
    if field.data and foreign_address(field.data) is None:
        raise ValidationError(gettext("Enter the full address, beginning with https://."))


# Needed to publish


def says_what_it_shows(form: ArticleFields, field: Field) -> None:
    if form.picture and not field.data and not form.decorative.data:
        message = gettext(
            "Describe the picture for readers who cannot see it, or tick “Decorative only”."
        )
        raise ValidationError(message)


def is_still_to_come(form: ArticleFields, _field: Field) -> None:
    moment = form.publish_at
    if moment and moment <= now():
        local = moment.astimezone(ZoneInfo(settings().time_zone))
        today = now().astimezone(local.tzinfo).date()
        if local.date() == today:
            message = gettext(
                "Choose a time in the future: %(time)s has passed.", time=f"{local:%H:%M}"
            )
        else:
            day = format_date(local.date(), "d MMMM")
            message = gettext("Choose a day in the future: %(day)s has passed.", day=day)
        raise ValidationError(message)
