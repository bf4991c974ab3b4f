"""The form that pins a story to the front page."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import Select, select
from wtforms import Field, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from portal.desk.shared.forms import DeskForm
from portal.desk.shared.noun_field import SuggestingInput
from portal.extensions import db
from portal.models import Article
from portal.models.site.pin import SLOTS

LABELS = (
    lazy_gettext("Lead"),
    lazy_gettext("Second"),
    lazy_gettext("Third"),
    lazy_gettext("Fourth"),
    lazy_gettext("Fifth"),
)
SLOT_LABELS = dict(zip(SLOTS, LABELS, strict=True))
MAX_SUGGESTIONS = 8


class StoryField(StringField):
    """The headline or the address of a story. `options` are headlines to suggest at once."""

    widget = SuggestingInput("stories")
    options: Sequence[str] = ()


class PinForm(DeskForm):
    """A story, by its headline or address, and the slot to pin it to."""

    story = StoryField(
        lazy_gettext("Headline or address"),
        [InputRequired(lazy_gettext("Enter the headline or the address of a story."))],
    )
    slot = SelectField(
        lazy_gettext("Slot"), choices=[SelectChoice(*each) for each in SLOT_LABELS.items()]
    )
    article: Article | None = None

    def validate_story(self, field: Field) -> None:
        self.article = find_story(field.data.strip())
        if self.article is None:
            field.options = suggest_headlines(field.data.strip())
            raise ValidationError(
                _("There is no live or scheduled story with this headline or address.")
            )


def pinnable() -> Select:
    """Return the query of the live and scheduled stories, newest first."""
    query = select(Article).where(Article.published_at.is_not(None), Article.binned_at.is_(None))
    return query.order_by(Article.published_at.desc())


def find_story(text: str) -> Article | None:
    """Return the story with this address, or the newest with exactly this headline, or None."""
    if text.endswith("/") and (slug := text.rstrip("/").rpartition("/")[2]):
        query = pinnable().where(Article.slug == slug)
    else:
        query = pinnable().where(Article.headline == text)
    return db.session.scalar(query.limit(1))


def suggest_headlines(text: str) -> list[str]:
    """Return the newest headlines that contain the words of the text."""
    query = pinnable().where(Article.matching(text)).limit(MAX_SUGGESTIONS)
    return list(dict.fromkeys(each.headline for each in db.session.scalars(query)))
