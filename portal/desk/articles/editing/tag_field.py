"""The field of an article's tags."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import Field
from wtforms.fields.core import unset_value  # the default of `Field.process`

from portal.desk.shared.fields import normalise_spaces, parse_id
from portal.extensions import db
from portal.models import Tag

Value = int | str


class TagsField(Field):
    """The ids of existing tags and the names of new ones, in order and without duplicates.

    The form sends both of each tag: its name as `tags` and its id as `tag_ids`, which is empty for a
    new one. So a tag that another editor renames, or that shares its name, stays the same tag. A name
    alone means the tag that `Tag.find_by_name` finds.
    """

    sent: Sequence[Value] = ()

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        self.sent = sent_tags(formdata) if formdata is not None else ()
        super().process(formdata, data, extra_filters)

    def process_data(self, value: Sequence[Value] | None) -> None:
        self.data = list(value or ())

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = list(self.sent)

    @property
    def tokens(self) -> list[tuple[Value, str]]:
        """The id of each tag, or an empty text for a new one, and its name."""
        found: list[tuple[Value, str]] = []
        for value in self.data:
            if isinstance(value, str):
                found.append(("", value))
            elif tag := db.session.get(Tag, value):
                found.append((tag.id, tag.name))
        return found


def sent_tags(sent: Any) -> list[Value]:
    """Return the tags in the parameters of a form. Without an id for each name, the names count."""
    names, ids = sent.getlist("tags"), sent.getlist("tag_ids")
    return distinct(map(tag_value, names, ids if len(ids) == len(names) else [""] * len(names)))


def tag_value(name: Any, id: Any = "") -> Value:
    """Return the id of an existing tag, else the name of a new one; empty if there is no name."""
    number = parse_id(id)
    if number and db.session.get(Tag, number):
        return number
    name = normalise_spaces(str(name))
    tag = Tag.find_by_name(name) if name else None
    return tag.id if tag else name


def distinct(values: Iterable[Value]) -> list[Value]:
    """Return the values without empty ones and duplicates; case does not count in names."""
    found: dict[Value, Value] = {}
    for value in values:
        if value:
            found.setdefault(value.casefold() if isinstance(value, str) else value, value)
    return list(found.values())
