"""The kinds of field that only the article's form has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask_babel import gettext, ngettext
from wtforms import Field, Form, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.form import BaseForm
from wtforms.validators import ValidationError
from wtforms.widgets import TextArea

LAST_ID = 2**31 - 1  # of an INTEGER (PostgreSQL)


class Line(StringField):
    """One line of text: its spaces are evened, and it is never None."""

    def process_data(self, value: str | None) -> None:
        self.data = value or ""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = even(valuelist[0] if valuelist else "")


class Lines(Line):
    """Text that may need several lines, but is one paragraph."""

    widget = TextArea()


class Words(StringField):
    """Names in the order in which they were added, none twice."""

    def process_data(self, value: Sequence[str] | None) -> None:
        self.data = list(value or ())

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        words = (even(each) for each in valuelist)
        self.data = once([each for each in words if each], str.casefold)

    def _value(self) -> str:
        return ""


class Ids(Field):
    """Ids of nouns in the order in which they were added, none twice; what is no number is left out."""

    def process_data(self, value: Any) -> None:
        self.data = list(value or ())

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        numbers = (number_in(each) for each in valuelist)
        self.data = list(dict.fromkeys(each for each in numbers if each))


class Id(Field):
    """One id, or None."""

    data: int | None

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = number_in(valuelist[0]) if valuelist else None


class Listed(SelectField):
    """One of a list, which may have changed since the form was opened."""

    def pre_validate(self, form: BaseForm) -> None:
        require_listed(self, form, super().pre_validate)


class ListedRadio(RadioField):
    def pre_validate(self, form: BaseForm) -> None:
        require_listed(self, form, super().pre_validate)


class ListedBoxes(SelectMultipleField):
    def pre_validate(self, form: BaseForm) -> None:
        require_listed(self, form, super().pre_validate)


def require_listed(field: Field, form: BaseForm, is_listed: Callable[[BaseForm], None]) -> None:
    try:
        is_listed(form)
    except ValidationError:
        words = gettext("%(name)s: choose one that is there now.", name=field.label.text)
        raise ValidationError(words) from None


def even(text: str) -> str:
    """Its spaces evened, and without NUL, which PostgreSQL cannot hold."""
    return " ".join(text.replace("\0", "").split())


def number_in(text: Any) -> int | None:
    """The id that a form sends; None for whatever cannot be one."""
    text = str(text or "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 11 else 0
    return number if 0 < number <= LAST_ID else None


def at_most(number: int) -> Callable[[Form, Field], None]:
    """Refuses a text of more characters."""

    def check(_form: Form, field: Field) -> None:
        if len(field.data or "") > number:
            over = len(field.data) - number
            words = ngettext(
                "Shorten it by %(num)s character.", "Shorten it by %(num)s characters.", over
            )
            raise ValidationError(f"{field.label.text}: {words}")

    return check


def once(words: Iterable[str], key: Callable[[str], str]) -> list[str]:
    """Of those that are the same by this key, the first."""
    found: dict[str, str] = {}
    for each in words:
        found.setdefault(key(each), each)
    return list(found.values())
