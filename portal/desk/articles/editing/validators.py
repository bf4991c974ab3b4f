"""What the fields of the article's form must be: each rule tells the editor what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask_babel import format_date, gettext
from wtforms import Field
from wtforms.validators import ValidationError

from portal.cleaning import TooLarge, clean
from portal.cleaning.vocabulary import foreign_address
from portal.desk.articles.editing.publish_time import is_date, is_time
from portal.desk.library.forms import FOCUS
from portal.desk.shared.current_settings import settings
from portal.models import now
from portal.models.article.fields import find_author, find_source
from portal.models.base.slugs import slug_of

if TYPE_CHECKING:
    from portal.desk.articles.editing.form import ArticleForm

# What a save needs


def is_written(_form: ArticleForm, field: Field) -> None:
    if not field.data:
        raise ValidationError(gettext("Write a headline. 40 to 70 characters read best."))


def can_be_cleaned(_form: ArticleForm, field: Field) -> None:
    try:
        clean(field.data or "")
    except TooLarge:
        raise ValidationError(gettext("Shorten the body: it is longer than any story.")) from None


def is_a_day(form: ArticleForm, field: Field) -> None:
    if form.when.data == "at" and not is_date(field.data):
        raise ValidationError(gettext("Choose a day."))


def is_a_time(form: ArticleForm, field: Field) -> None:
    if form.when.data != "at" or not is_date(form.date.data):
        return
    if not is_time(field.data):
        raise ValidationError(gettext("Choose a time."))
    if form.publish_at is None:
        words = gettext("Choose another time: that night the clocks leap over it.")
        raise ValidationError(words)


def is_a_point(_form: ArticleForm, field: Field) -> None:
    if field.data and not FOCUS.fullmatch(field.data):
        raise ValidationError(gettext("Choose a point of the picture."))


def has_short_tags(form: ArticleForm, _field: Field) -> None:
    if any(len(each) > 200 for each in form.all_tags()):
        raise ValidationError(gettext("Shorten the tag: 200 characters at most."))


def is_an_author(_form: ArticleForm, field: Field) -> None:
    if field.data and find_author(field.data) is None:
        words = gettext(
            "Nobody called “%(name)s” writes here. Choose a name of the list.", name=field.data
        )
        raise ValidationError(words)


def is_a_free_slug(form: ArticleForm, field: Field) -> None:
    if field.data and not slug_of(field.data, ""):
        raise ValidationError(gettext("Use letters or numbers in the address."))
    if form.article is None or form.article.day is None or not field.data:
        return
    wanted = slug_of(field.data)
    free = form.article.free_slug(wanted)
    if free != wanted:
        words = gettext(
            "“%(taken)s” belongs to another story of that day. Try “%(free)s”.",
            taken=wanted,
            free=free,
        )
        raise ValidationError(words)


def is_a_source(_form: ArticleForm, field: Field) -> None:
    if field.data and find_source(field.data) is None:
        words = gettext(
            "There is no source called “%(name)s”. Choose one of the list.", name=field.data
        )
        raise ValidationError(words)


def is_foreign(_form: ArticleForm, field: Field) -> None:
    if field.data and foreign_address(field.data) is None:
        raise ValidationError(gettext("Write the whole address, with https:// before it."))


# What readers need


def says_what_it_shows(form: ArticleForm, field: Field) -> None:
    if form.picture and not field.data and not form.decorative.data:
        words = gettext(
            "Say what the picture shows, for readers who cannot see it. Or tick “Only decoration”."
        )
        raise ValidationError(words)


def is_still_to_come(form: ArticleForm, _field: Field) -> None:
    moment = form.publish_at
    if moment and moment <= now():
        local = moment.astimezone(ZoneInfo(settings().time_zone))
        today = now().astimezone(local.tzinfo).date()
        if local.date() == today:
            words = gettext(
                "Choose a time that is still to come: %(time)s has passed.", time=f"{local:%H:%M}"
            )
        else:
            day = format_date(local.date(), "d MMMM")
            words = gettext("Choose a day that is still to come: %(day)s has passed.", day=day)
        raise ValidationError(words)
