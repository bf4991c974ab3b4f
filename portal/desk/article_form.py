"""The article's form: what a story says, how it is filed, and when it shall go out."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import cached_property
from secrets import token_urlsafe
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from flask_babel import format_date, gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError
from wtforms.widgets import DateInput, TimeInput, URLInput

from portal.cleaning import TooLarge, clean
from portal.cleaning.vocabulary import foreign_address
from portal.desk.article_choices import FOCAL, HOW_MADE, INDEXING, WHEN, categories, slots
from portal.desk.article_fields import Id, Ids, Line, Lines, Words, at_most, once
from portal.desk.forms import DeskForm
from portal.desk.settings_now import settings
from portal.extensions import db
from portal.models import Article, Author, Editor, Image, Pin, now
from portal.models.clock import moment_of
from portal.models.difference import PARTS
from portal.models.fields import Fields, author_called, fields_of, found, source_called, take
from portal.models.slugs import slug_of

# What readers and search engines show whole; longer ones are taken, but counted.
GOOD_HEADLINE, GOOD_STANDFIRST = 110, 200
# What belongs to the form, not to the article.
NO_FIELDS = (
    "csrf_token", "begun_with", "focal", "date", "time", "when", "new_tag", "new_author",
)  # fmt: skip


class ArticleForm(DeskForm):
    """`fields()` is what a revision and a working copy keep of it; `fill` makes an article say it.

    `validate()` asks what a save needs, `validate_to_publish()` what readers need. `not_chosen` is
    what its editor had typed before they chose between that and somebody else's.
    """

    version = Id()
    begun_with = Line(validators=[at_most(60)], default=token_urlsafe)
    kicker = Line(_("Kicker"), [at_most(80)])
    headline = Lines(_("Headline"), [at_most(300)])
    standfirst = Lines(_("Standfirst"), [at_most(1000)])
    body = TextAreaField(_("Body"))

    image = Id()
    alt = Lines(_("What it shows (alt)"), [at_most(1000)])
    decorative = BooleanField(_("Only decoration"))
    caption = Lines(_("Caption"), [at_most(2000)])
    credit = Line(_("Credit"), [at_most(300)])
    focal = RadioField(choices=FOCAL, validate_choice=False)

    when = RadioField(choices=WHEN, default="now")
    date = Line(_("Day"), widget=DateInput())
    time = Line(_("Time"), widget=TimeInput())
    correction = Lines(_("Correction, if it was wrong"), [at_most(2000)])
    slot = SelectField(_("On the front page"), default="")

    category = SelectField(_("Category"), coerce=lambda value: int(value) if value else None)
    also = SelectMultipleField(_("Also in"), coerce=int, default=())
    tags = Words(_("Tags"), default=())
    new_tag = Line(_("Tags"))
    authors = Ids(_("Authors, in the order of the byline"), default=())
    new_author = Line(_("Add an author"))

    slug = Line(_("Last part of the address"), [at_most(200)])
    made = SelectField(_("How it was made"), choices=HOW_MADE, default="")
    source = Line(_("Source"))
    source_address = Line(_("Address of the original"), widget=URLInput())
    original_headline = Line(_("Original headline"), [at_most(500)])
    original_language = Line(_("Its language"))
    indexing = RadioField(_("Indexing rule"), choices=INDEXING, default="")
    language = Line(_("Language, if not the paper’s own"))

    def __init__(self, *args: Any, article: Article | None = None, **values: Any) -> None:
        """`article` is the one to change; None: it is new."""
        super().__init__(*args, **values)
        self.article = article
        self.not_chosen: Fields = {}
        self.categories = categories()
        self.category.choices = [SelectChoice("", gettext("Choose one")), *self.categories]
        self.also.choices = self.categories
        self.slot.choices = slots(article)

    @classmethod
    def of(cls, article: Article) -> ArticleForm:
        """The form as the article is."""
        return cls.of_fields(fields_of(article), article)

    @classmethod
    def of_fields(cls, fields: Fields, article: Article | None = None) -> ArticleForm:
        """The form as it was when `fields()` gave these; what they do not name is left empty."""
        pin = db.session.get(Pin, article.id) if article else None
        usual = {
            "slot": pin.slot if pin else "",
            "focal": focal_of(article.image if article else None),
        }
        return cls(None, article=article, data=usual | fields | shown_wish(fields.get("wish", "")))

    @classmethod
    def new(cls, editor: Editor) -> ArticleForm:
        """An empty form, signed by who opens it."""
        return cls(None, data={"authors": [editor.author_id] if editor.author_id else []})

    def fields(self) -> Fields:
        """What has been typed and chosen, as JSON can hold it, also where there is much to mend."""
        typed = {name: field.data for name, field in self._fields.items() if name not in NO_FIELDS}
        wish = self.moment
        return typed | {
            "body": self.cleaned,
            "tags": self.all_tags(),
            "authors": self.all_authors(),
            "also": [id for id in self.also.data or () if id != self.category.data],
            "wish": wish.isoformat() if wish else "",
        }

    def fill(self, article: Article) -> None:
        """Make the article say it."""
        take(article, self.fields())

    def take(self, part: str, fields: Fields) -> None:
        """Instead of what was typed in a part of it, what these say."""
        values: dict[str, Any] = {name: fields.get(name) for name in PARTS[part]}
        if part == "wish":
            values = {"when": "now", "date": "", "time": ""} | shown_wish(fields["wish"])
        for name, value in values.items():
            self[name].process_data(value)
        if typed := {"tags": self.new_tag, "authors": self.new_author}.get(part):
            typed.data = ""
        self.__dict__.pop("cleaned", None)

    @cached_property
    def cleaned(self) -> str:
        """The body as readers get it; as it was sent where it is too large for that."""
        try:
            return clean(self.body.data or "")
        except TooLarge:
            return self.body.data or ""

    def all_tags(self) -> list[str]:
        """With the one that has been typed but not added yet."""
        typed = (each.strip() for each in self.new_tag.data.split(","))
        return once([*self.tags.data, *filter(None, typed)], slug_of)

    def all_authors(self) -> list[int]:
        """With the one whose name has been typed but not added yet."""
        typed = author_called(self.new_author.data) if self.new_author.data else None
        return list(dict.fromkeys([*self.authors.data, *([typed.id] if typed else [])]))

    @property
    def byline(self) -> list[Author]:
        return found(Author, self.authors.data)

    @property
    def picture(self) -> Image | None:
        return db.session.get(Image, self.image.data) if self.image.data else None

    @property
    def moment(self) -> datetime | None:
        """When it shall go out, in UTC; None: now, or no sound time was typed."""
        try:
            return self.read_moment() if self.when.data == "at" else None
        except ValueError:
            return None

    def read_moment(self) -> datetime:
        day, at = date.fromisoformat(self.date.data), time.fromisoformat(self.time.data)
        return moment_of(day, at.replace(tzinfo=None), settings().time_zone)

    # What a save needs

    def validate_headline(self, field: Line) -> None:
        if not field.data:
            raise ValidationError(gettext("Write a headline. 40 to 70 characters read best."))

    def validate_body(self, field: TextAreaField) -> None:
        try:
            clean(field.data or "")
        except TooLarge:
            raise ValidationError(
                gettext("Shorten the body: it is longer than any story.")
            ) from None

    def validate_date(self, field: Line) -> None:
        if self.when.data == "at" and not is_date(field.data):
            raise ValidationError(gettext("Choose a day."))

    def validate_time(self, field: Line) -> None:
        if self.when.data != "at" or not is_date(self.date.data):
            return
        if not is_time(field.data):
            raise ValidationError(gettext("Choose a time."))
        if self.moment is None:
            words = gettext("Choose another time: that night the clocks leap over it.")
            raise ValidationError(words)

    def validate_tags(self, field: Words) -> None:
        if any(len(each) > 200 for each in self.all_tags()):
            raise ValidationError(gettext("Shorten the tag: 200 characters at most."))

    def validate_new_author(self, field: Line) -> None:
        if field.data and author_called(field.data) is None:
            words = gettext(
                "Nobody called “%(name)s” writes here. Choose a name of the list.", name=field.data
            )
            raise ValidationError(words)

    def validate_slug(self, field: Line) -> None:
        if field.data and not slug_of(field.data, ""):
            raise ValidationError(gettext("Use letters or numbers in the address."))
        if self.article is None or self.article.day is None or not field.data:
            return
        free = self.article.free_slug(slug_of(field.data))
        if free != slug_of(field.data):
            words = gettext(
                "“%(taken)s” belongs to another story of that day. Try “%(free)s”.",
                taken=slug_of(field.data),
                free=free,
            )
            raise ValidationError(words)

    def validate_source(self, field: Line) -> None:
        if field.data and source_called(field.data) is None:
            words = gettext(
                "There is no source called “%(name)s”. Choose one of the list.", name=field.data
            )
            raise ValidationError(words)

    def validate_source_address(self, field: Line) -> None:
        if field.data and foreign_address(field.data) is None:
            raise ValidationError(gettext("Write the whole address, with https:// before it."))

    def validate_original_language(self, field: Line) -> None:
        require_language(field.data)

    def validate_language(self, field: Line) -> None:
        require_language(field.data)

    # What readers need

    def validate_to_publish(self) -> bool:
        """As `validate()`, and what must be right before anybody reads it."""
        return self.validate({"alt": [require_alt], "date": [require_time_ahead]})


def require_alt(form: ArticleForm, field: Line) -> None:
    if form.picture and not field.data and not form.decorative.data:
        words = gettext(
            "Say what the picture shows, for readers who cannot see it. Or tick “Only decoration”."
        )
        raise ValidationError(words)


def require_time_ahead(form: ArticleForm, field: Line) -> None:
    moment = form.moment
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


def require_language(tag: str) -> None:
    try:
        Locale.parse(tag or "en", sep="-")
    except (ValueError, UnknownLocaleError):
        words = gettext(
            "Write a language as two letters, such as “de”, or with its country, “pt-BR”."
        )
        raise ValidationError(words) from None


def is_date(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def is_time(text: str) -> bool:
    try:
        return time.fromisoformat(text).tzinfo is None
    except ValueError:
        return False


def shown_wish(wish: str) -> dict[str, str]:
    """When it shall go out, as the form shows it: in the zone of the paper."""
    if not wish:
        return {}
    local = datetime.fromisoformat(wish).astimezone(ZoneInfo(settings().time_zone))
    return {"when": "at", "date": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}"}


def focal_of(image: Image | None) -> str:
    return f"{image.focal_x * 100:.0f}-{image.focal_y * 100:.0f}" if image else "50-50"
