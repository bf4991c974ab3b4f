"""The language and the time zone of the site, as Flask-Babel asks for them."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError

from portal.site.edition import edition


def language() -> str:
    return known_locale(edition().settings.language)


@lru_cache
def known_locale(language: str) -> str:
    """Return the locale of a BCP 47 tag, or `en` for one that Babel does not know."""
    try:
        return str(Locale.parse(language, sep="-"))
    except (UnknownLocaleError, ValueError):
        return "en"


def time_zone() -> str:
    return edition().settings.time_zone
