"""The kinds of field that only the article's form has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask_babel import ngettext
from wtforms import Field, Form, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import TextArea


class Line(StringField):
    """One line of text: its spaces are evened, and it is never None."""

    def process_data(self, value: str | None) -> None:
        self.data = value or ""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = " ".join((valuelist[0] if valuelist else "").split())


class Lines(Line):
    """Text that may need several lines, but is one paragraph."""

    widget = TextArea()


class Words(StringField):
    """Names in the order in which they were added, none twice."""

    def process_data(self, value: Sequence[str] | None) -> None:
        self.data = list(value or ())

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        words = (" ".join(each.split()) for each in valuelist)
        self.data = once([each for each in words if each], str.casefold)

    def _value(self) -> str:
        return ""


class Ids(Field):
    """Ids of nouns in the order in which they were added, none twice; what is no number is left out."""

    def process_data(self, value: Any) -> None:
        self.data = list(value or ())

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        numbers = (int(each) for each in valuelist if each.isascii() and each.isdigit())
        self.data = list(dict.fromkeys(numbers))


class Id(Field):
    """One id, or None."""

    data: int | None

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        typed = valuelist[0] if valuelist else ""
        self.data = int(typed) if typed.isascii() and typed.isdigit() else None


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
