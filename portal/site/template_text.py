"""The translations of the templates: `_` and `ngettext`, also for macros.

A macro sees no variables of the request, and Flask-Babel's own functions look the language up at
each call. These look it up once per request, and so keep a page as fast as one without macros.
"""

from __future__ import annotations

from gettext import NullTranslations
from typing import Any, cast

from flask import g
from flask_babel import get_translations
from markupsafe import Markup


def template_translations() -> NullTranslations:
    """Return the translations into the language of this request."""
    try:
        return cast(NullTranslations, g.template_translations)
    except AttributeError:
        g.template_translations = get_translations()
        return cast(NullTranslations, g.template_translations)


def translate(text: str, /, **values: object) -> Markup:
    """Return the translated text with its values, which are escaped."""
    translated = Markup(template_translations().gettext(text))  # noqa: S704  the templates' own text
    return translated % values if values else translated


def translate_plural(one: str, several: str, num: int, /, **values: Any) -> Markup:
    """Return the text in the form for `num`, with `num` and the other values in it."""
    text = template_translations().ngettext(one, several, num)
    return Markup(text) % {"num": num, **values}  # noqa: S704  the templates' own text
