"""Soft hyphens in very long words of headlines, because not every browser can hyphenate."""

from __future__ import annotations

import re
from functools import lru_cache

import pyphen
from flask_babel import get_locale
from markupsafe import Markup, escape

# Shorter words fit a phone's card; fewer hyphens keep a headline calm.
LONG_WORD = re.compile(r"[^\W\d_]{14,}")
SOFT_HYPHEN = "\u00ad"
# No dictionary has these, and rules suffice: a syllable starts with at most one consonant.
IN_SYLLABLES = frozenset({"az", "tr"})
SYLLABLE = re.compile(r"(?<=\w{4})(?=[^\Waeəıioöuüâîû][aeəıioöuüâîû]\w{2})", re.IGNORECASE)


def soft_hyphens(text: str, language: str | None = None) -> Markup:
    """Return the escaped text with soft hyphens in long words."""
    return escape(hyphenated(text, language or str(get_locale())))


def hyphenated(text: str, language: str) -> str:
    """Return the text with soft hyphens in long words, if the rules of its language are known."""
    return LONG_WORD.sub(lambda word: parted(word[0], language), text)


@lru_cache(maxsize=8192)
def parted(word: str, language: str) -> str:
    """Return a long word with soft hyphens; cached, because words recur in a newspaper."""
    if language.replace("_", "-").partition("-")[0] in IN_SYLLABLES:
        return SYLLABLE.sub(SOFT_HYPHEN, word)
    dictionary = dictionary_of(language)
    return dictionary.inserted(word, SOFT_HYPHEN) if dictionary else word


@lru_cache(maxsize=32)
def dictionary_of(language: str) -> pyphen.Pyphen | None:
    """Return the hyphenation dictionary of a BCP 47 tag; None if there is none."""
    name = pyphen.language_fallback(language.replace("-", "_"))
    return pyphen.Pyphen(lang=name, left=4, right=4) if name else None
