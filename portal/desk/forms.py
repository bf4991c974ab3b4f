"""What the desk's forms have in common."""

from __future__ import annotations

import re
from typing import Any

from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import Field

OWN_ADDRESS = re.compile(r"/desk/[\w/-]*(\?[\w.~%&=+:,/-]*)?", re.ASCII)
CLASSES = {"SelectField": "select", "TextAreaField": "textarea", "BooleanField": ""}


class DeskForm(FlaskForm):
    """A form beside its view. Its token has been looked at by the guard."""


def control(field: Field, hint: str = "", **attributes: Any) -> Markup:
    """A field's control, which names its hint and what is wrong with it to a screen reader."""
    named = [f"{field.id}-hint"] if hint else []
    if field.errors:
        named.append(f"{field.id}-error")
        attributes["aria-invalid"] = "true"
    if named:
        attributes["aria-describedby"] = " ".join(named)
    extra = attributes.pop("class_", "")
    return field(class_=f"{CLASSES.get(field.type, 'input')} {extra}".strip(), **attributes)


def own_address(address: str | None, default: str = "/desk/") -> str:
    """`address` if it is surely one of the desk's, else `default`.

    A browser takes `//evil`, `/\\evil` and `/<tab>/evil` for another host (WHATWG URL §4.4): so
    it must begin with /desk/, and the characters that may follow are listed.
    """
    return address if address and OWN_ADDRESS.fullmatch(address) else default
