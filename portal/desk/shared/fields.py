"""Form fields that clean what was typed, and parsing of ids."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask_babel import gettext, ngettext
from wtforms import Field, Form, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.form import BaseForm
from wtforms.validators import ValidationError
from wtforms.widgets import TextArea

from portal.wording.spaces import one_line
from portal.wording.unicode_text import nfc

MAX_ID = 2**31 - 1  # INTEGER of PostgreSQL


class Line(StringField):
    """One line of text with its spaces normalised; never None."""

    def process_data(self, value: str | None) -> None:
        self.data = value or ""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = normalise_spaces(valuelist[0] if valuelist else "")


class Lines(Line):
    """One paragraph in a field of several lines."""

    widget = TextArea()


class Ids(Field):
    """Ids in the order in which they were added, without duplicates and non-numbers."""

    def process_data(self, value: Any) -> None:
        self.data = list(value or ())

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        numbers = (parse_id(each) for each in valuelist)
        self.data = list(dict.fromkeys(each for each in numbers if each))


class Id(Field):
    """An id, or None."""

    data: int | None

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = parse_id(valuelist[0]) if valuelist else None


class Listed(SelectField):
    """A choice from a list that may have changed since the form was opened."""

    def pre_validate(self, form: BaseForm) -> None:
        require_listed(self, form, super().pre_validate)


class ListedRadio(RadioField):
    """The same as radio buttons."""

    def pre_validate(self, form: BaseForm) -> None:
        require_listed(self, form, super().pre_validate)


class ListedBoxes(SelectMultipleField):
    """Several choices from such a list, as tick boxes."""

    def pre_validate(self, form: BaseForm) -> None:
        require_listed(self, form, super().pre_validate)


def require_listed(field: Field, form: BaseForm, validate: Callable[[BaseForm], None]) -> None:
    """Run the field's own validation, with a message that names the field."""
    try:
        validate(form)
    except ValidationError:
        message = gettext("%(name)s: choose one from the list.", name=field.label.text)
        raise ValidationError(message) from None


def normalise_spaces(text: str) -> str:
    """Collapse spaces and line breaks, but no no-break spaces; remove NUL, which PostgreSQL cannot store; in NFC."""
    return nfc(one_line(text.replace("\0", "")))


def parse_id(text: Any) -> int | None:
    """Return the id that a form sent, or None if it is not a valid id."""
    text = str(text or "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 11 else 0
    return number if 0 < number <= MAX_ID else None


def at_most(number: int) -> Callable[[Form, Field], None]:
    """Return a validator that refuses more than `number` characters."""

    def check(_form: Form, field: Field) -> None:
        if len(field.data or "") > number:
            over = len(field.data) - number
            message = ngettext(
                "Shorten it by %(num)s character.", "Shorten it by %(num)s characters.", over
            )
            raise ValidationError(f"{field.label.text}: {message}")

    return check


def first_by_key(names: Iterable[str], key: Callable[[str], str]) -> list[str]:
    """Return the first name for each value of `key`, in their order."""
    found: dict[str, str] = {}
    for each in names:
        found.setdefault(key(each), each)
    return list(found.values())
