"""The article's form: its text, picture, category, tags, authors, source and publication time."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from secrets import token_urlsafe
from typing import Any, cast

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import BooleanField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import DateInput, TimeInput, URLInput

from portal.cleaning import TooLarge, clean
from portal.desk.articles.editing.choices import HOW_MADE, INDEXING, WHEN, categories, slots
from portal.desk.articles.editing.publish_time import is_date, typed_moment, wish_fields
from portal.desk.articles.editing.tag_field import TagsField, distinct, tag_value
from portal.desk.articles.editing.validators import (
    can_be_cleaned,
    has_short_tags,
    is_a_day,
    is_a_free_slug,
    is_a_point,
    is_a_source,
    is_a_time,
    is_an_author,
    is_foreign,
    is_still_to_come,
    is_written,
    says_what_it_shows,
)
from portal.desk.shared.fields import (
    Id,
    Ids,
    Line,
    Lines,
    Listed,
    ListedBoxes,
    ListedRadio,
    at_most,
    parse_id,
)
from portal.desk.shared.forms import DeskForm, is_a_language
from portal.desk.shared.noun_field import SuggestingInput
from portal.extensions import db
from portal.models import Article, Author, Editor, Image, Pin
from portal.models.article.diff import PARTS, Fields
from portal.models.article.fields import (
    ArticleFields,
    apply_fields,
    fields_of,
    find_author,
    get_all,
)

# Search engines and cards show up to this length in full; longer ones are accepted.
GOOD_HEADLINE_CHARS, GOOD_STANDFIRST_CHARS = 110, 200
NO_COPY = "none"
FORM_ID_FIELD = "begun_with"  # the name that clients post; it is part of the form's contract
# Fields of the form alone, not of the article.
FORM_ONLY_FIELDS = (
    "csrf_token", "form_token", "copy_seen", "new_picture", "date", "time", "when", "new_tag", "new_author",
)  # fmt: skip


class ArticleForm(DeskForm):
    """The form of an article. `fields()` is what revisions and working copies store of it.

    `validate()` checks what a save needs, `validate_to_publish()` also what readers need.
    `not_chosen` is the editor's version before they chose parts of another one in a conflict.
    `copy_seen` is the stamp of the working copy that the form contains.
    """

    version = Id()
    form_token = Line(name=FORM_ID_FIELD, default=token_urlsafe)
    copy_seen = Line(default=NO_COPY)
    kicker = Line(_("Kicker"), [at_most(80)])
    headline = Lines(_("Headline"), [at_most(300), is_written])
    standfirst = Lines(_("Standfirst"), [at_most(1000)])
    body = TextAreaField(_("Body"), [can_be_cleaned])

    image = Id()
    alt = Lines(_("Alt text"), [at_most(1000)])
    decorative = BooleanField(_("Decorative only"))
    caption = Lines(_("Caption"), [at_most(2000)])
    credit = Line(_("Credit"), [at_most(300)])
    focal = Line(validators=[is_a_point])
    new_picture = FileField(_("Upload a picture"))

    when = ListedRadio(_("When"), choices=WHEN, default="now")
    date = Line(_("Day"), [is_a_day], widget=DateInput())
    time = Line(_("Time"), [is_a_time], widget=TimeInput())
    correction = Lines(_("Correction, if something was wrong"), [at_most(2000)])
    slot = Listed(_("On the front page"), default="")

    category = Listed(_("Category"), coerce=parse_id)
    also = ListedBoxes(_("Also in"), coerce=parse_id, default=())
    tags = TagsField(default=())
    new_tag = Line(_("Tags"), [has_short_tags])
    authors = Ids(_("Authors, in the order of the byline"), default=())
    new_author = Line(_("Add an author"), [is_an_author], widget=SuggestingInput("authors"))

    slug = Line(_("Last part of the address"), [at_most(200), is_a_free_slug])
    made = Listed(_("How it was made"), choices=HOW_MADE, default="")
    source = Line(_("Source"), [is_a_source], widget=SuggestingInput("sources"))
    source_address = Line(_("Address of the original"), [is_foreign], widget=URLInput())
    original_headline = Line(_("Original headline"), [at_most(500)])
    original_language = Line(_("Its language"), [is_a_language])
    indexing = ListedRadio(_("Indexing rule"), choices=INDEXING, default="")
    language = Line(_("Language, if not the paper’s own"), [is_a_language])

    def __init__(self, *args: Any, article: Article | None = None, **values: Any) -> None:
        """`article` is None for a new one."""
        super().__init__(*args, **values)
        self.article = article
        self.not_chosen: Fields = {}
        self.categories = categories()
        self.category.choices = [SelectChoice("", gettext("Choose one")), *self.categories]
        self.also.choices = self.categories
        self.slot.choices = slots(article)

    @classmethod
    def of(cls, article: Article) -> ArticleForm:
        """Return the form filled from the article."""
        return cls.of_fields(fields_of(article), article)

    @classmethod
    def of_fields(cls, fields: Fields, article: Article | None = None) -> ArticleForm:
        """Return the form filled from `fields()` of an earlier one; missing names are empty."""
        pin = db.session.get(Pin, article.id) if article else None
        defaults = {"slot": pin.slot if pin else ""}
        form = cls(
            None,
            article=article,
            data={**defaults, **fields, **wish_fields(fields.get("wish", ""))},
        )
        form.focal.data = form.focal.data or focal_of(form.picture)
        return form

    @classmethod
    def new(cls, editor: Editor, day: str = "") -> ArticleForm:
        """Return an empty form with the editor's byline, planned for `day` (ISO 8601) if one is given."""
        planned = {"when": "at", "date": day} if is_date(day) else {}
        authors = [editor.author_id] if editor.author_id else []
        return cls(None, data=planned | {"authors": authors})

    def fields(self) -> ArticleFields:
        """Return what was typed and chosen as JSON values, valid or not."""
        typed = {
            name: field.data for name, field in self._fields.items() if name not in FORM_ONLY_FIELDS
        }
        wish = self.publish_at
        return cast(
            "ArticleFields",
            typed
            | {
                "body": self.cleaned,
                "tags": self.all_tags(),
                "authors": self.all_authors(),
                "also": [id for id in self.also.data or () if id not in (None, self.category.data)],
                "wish": wish.isoformat() if wish else "",
            },
        )

    def fill(self, article: Article) -> None:
        """Write the form to the article."""
        apply_fields(article, self.fields())

    def replace_part(self, part: str, fields: Fields) -> None:
        """Replace a part of the form by the same part of `fields`."""
        values: dict[str, Any] = {name: fields.get(name) for name in PARTS[part]}
        if part == "wish":
            values = {"when": "now", "date": "", "time": ""} | wish_fields(fields["wish"])
        for name, value in values.items():
            self[name].process_data(value)
        if typed := {"tags": self.new_tag, "authors": self.new_author}.get(part):
            typed.data = ""
        self.__dict__.pop("cleaned", None)

    @cached_property
    def cleaned(self) -> str:
        """Return the cleaned body, or the body as it was sent if it is too large to clean."""
        try:
            return clean(self.body.data or "")
        except TooLarge:
            return (self.body.data or "").replace("\0", "")

    def all_tags(self) -> list[int | str]:
        """Return the added tags and those that are typed but not added yet."""
        typed = (each.strip() for each in self.new_tag.data.split(","))
        return distinct([*self.tags.data, *map(tag_value, typed)])

    def all_authors(self) -> list[int]:
        """Return the added authors and the one that is typed but not added yet."""
        typed = find_author(self.new_author.data) if self.new_author.data else None
        return list(dict.fromkeys([*self.authors.data, *([typed.id] if typed else [])]))

    @property
    def byline(self) -> list[Author]:
        return get_all(Author, self.authors.data)

    @property
    def picture(self) -> Image | None:
        return db.session.get(Image, self.image.data) if self.image.data else None

    @property
    def publish_at(self) -> datetime | None:
        """Return the publication time in UTC; None means now, or an invalid time."""
        return typed_moment(self.date.data, self.time.data) if self.when.data == "at" else None

    def validate_to_publish(self) -> bool:
        """Validate what a save needs, and also what readers need."""
        return self.validate({"alt": [says_what_it_shows], "date": [is_still_to_come]})


def focal_of(image: Image | None) -> str:
    """Return the focal point as the form has it, "50-50": percent from the left and the top."""
    return "{}-{}".format(*image.focus) if image else "50-50"
