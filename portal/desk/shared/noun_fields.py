"""The fields that the forms of most nouns have: name and slug."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from portal.wording.spaces import one_line


def noun_name_field(label: str, missing: str, max_chars: int = 200) -> StringField:
    """Return a required field for the name of a noun; `missing` is the message if it is empty."""
    return StringField(
        label,
        [DataRequired(missing), Length(max=max_chars)],
        filters=[lambda text: text and one_line(text)],
        render_kw={"maxlength": max_chars},
    )


def slug_field() -> StringField:
    """Return an optional field for the slug of a noun."""
    return StringField(
        _("Last part of the address"),
        [Length(max=80)],
        description=_("If empty, made from the name. The old address redirects to the new one."),
        render_kw={"maxlength": 80},
    )
