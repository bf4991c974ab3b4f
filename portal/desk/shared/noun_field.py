"""A form field in which an editor types the name of a noun, with suggestions from the server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup
from wtforms import Field, StringField
from wtforms.form import BaseForm
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from portal.desk.shared.fields import normalise_spaces, parse_id
from portal.desk.shared.noun_search import NounSearch


class SuggestingInput(TextInput):
    """A text input whose datalist htmx fills while one types. Without a script it is a plain input."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def __call__(self, field: Field, **attributes: Any) -> Markup:
        list_id = f"{field.id}-options"
        control = super().__call__(field, **suggestion_attributes(self.kind, list_id) | attributes)
        return control + datalist(list_id, getattr(field, "options", ()))


def suggestion_attributes(kind: str, list_id: str) -> dict[str, str]:
    """Return the attributes of an input that fills the datalist `list_id` while one types."""
    return {
        "list": list_id,
        "autocomplete": "off",
        "hx-get": url_for(f"desk.suggestions.{kind.replace('-', '_')}"),
        "hx-trigger": "input changed delay:150ms",
        "hx-target": f"#{list_id}",
        "hx-swap": "innerHTML",
        "hx-sync": "this:replace",
        "hx-push-url": "false",
    }


def datalist(list_id: str, labels: Sequence[str] = ()) -> Markup:
    return Markup('<datalist id="{}">{}</datalist>').format(list_id, option_list(labels))


def option_list(labels: Sequence[str]) -> Markup:
    """Return the options of a datalist."""
    return Markup("").join(Markup('<option value="{}"></option>').format(each) for each in labels)


class NounField(StringField):
    """A field for one noun. `noun` is the noun that was typed, `close_names` are similar names after an error.

    It accepts a name, the label of a suggestion, or the noun's id, which scripts post. `suggest` names
    other suggestions than those of `search`.
    """

    noun: Any = None
    close_names: Sequence[str] = ()

    @property
    def options(self) -> Sequence[str]:
        """Return the options of the datalist before anything is typed."""
        return self.close_names

    def __init__(
        self, label: Any, search: NounSearch, *args: Any, suggest: str = "", **kwargs: Any
    ) -> None:
        super().__init__(label, *args, widget=SuggestingInput(suggest or search.kind), **kwargs)
        self.search = search

    def process_data(self, value: int | None) -> None:
        self.noun = self.search.by_id(value) if value else None
        self.data = self.search.label(self.noun) if self.noun else ""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = normalise_spaces(valuelist[0]) if valuelist else ""

    def pre_validate(self, form: BaseForm) -> None:
        self.noun = self.look_up(self.data) if self.data else None

    def look_up(self, text: str) -> Any:
        """Return the noun that the text means. Raise ValidationError for none, or for namesakes."""
        found = self.search.find(text)
        if not found and (id := parse_id(text)) and (noun := self.search.by_id(id)):
            found = [noun]
        if len(found) == 1:
            self.data = self.search.label(found[0])
            return found[0]
        if found:
            self.close_names = [self.search.label(each) for each in found]
            message = _("Several are called “%(name)s”. Choose one: %(names)s.", name=text,
                        names=", ".join(self.close_names))  # fmt: skip
            raise ValidationError(message)
        self.close_names = self.search.close_labels(text)
        message = str(self.search.missing) % {"name": text}
        if self.close_names:
            message += " " + _("Similar names: %(names)s.", names=", ".join(self.close_names))
        raise ValidationError(message)
