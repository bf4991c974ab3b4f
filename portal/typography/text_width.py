"""Text width without a font: grapheme clusters and their approximate widths."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

# In em: the widest of Georgia, Noto Serif and Charis SIL, bold, with some letter spacing.
EMS = {
    letter: em
    for em, letters in {
        0.25: "’‘",
        0.30: " .,'",
        0.35: "ijl:;!-ıł·іїι",
        0.40: "ft°Ι",
        0.45: "I()ґζξ",
        0.50: 'crsz“”"/*„гзсэєғεςτ',
        0.55: "egy?[əетьγν",
        0.60: "avJ12357]«»абвдкоуяөұүГЗβδκλορσυχΓΖ",
        0.65: "bdhkopquxFST4689$øđþийлнпрхцчъқһБЕРСТЬЭαηθμπΒΕΞΡΣΤ",
        0.70: "nCELPYZ0–€£ßŁÞӘңВКУХЯΔΛΥΧ",
        0.75: "ABV#АДЛОЧЪφψΑΚ",
        0.80: "DGKOQRUX&ØĐфИЙНПЦωΗΘΝΟΠΩ",
        0.85: "wNæжмыю",
        0.90: "H%",
        0.95: "@œшщМФЫΜΦΨ",
        1.00: "mM—…+Ж",
        1.05: "ÆЮ",
        1.10: "WŒ",
        1.15: "ШЩ",
    }.items()
    for letter in letters
}
SOFT_HYPHEN = "\u00ad"
ZERO_WIDTH_JOINER = "\u200d"


@lru_cache(maxsize=8192)
def width_of(text: str) -> float:
    """Return the width in em, rounded up."""
    return sum(em_of(cluster) for cluster in clusters(text))


@cache
def em_of(cluster: str) -> float:
    letter = base_of(cluster)
    if letter in EMS:
        return EMS[letter]
    if letter == SOFT_HYPHEN or unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    if ord(letter) >= 0x1F000:
        return 1.4  # emoji
    if unicodedata.east_asian_width(letter) in ("W", "F"):
        return 1.0
    if unicodedata.bidirectional(letter) in ("R", "AL"):
        return 0.7
    return 0.9 if letter.isupper() else 0.75


def base_of(cluster: str) -> str:
    """Return its letter without marks."""
    return unicodedata.normalize("NFD", cluster)[0]


def clusters(text: str) -> list[str]:
    """Divide text into what readers see as one character: a letter with marks, a flag, an emoji sequence."""
    found: list[str] = []
    for char in text:
        if found and belongs(char, found[-1]):
            found[-1] += char
        else:
            found.append(char)
    return found


def belongs(char: str, before: str) -> bool:
    if char == SOFT_HYPHEN or before == SOFT_HYPHEN:
        return False
    return (
        unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf")
        or "\U0001f3fb" <= char <= "\U0001f3ff"  # skin tones
        or before.endswith(ZERO_WIDTH_JOINER)
        or (is_half_flag(char) and len(before) == 1 and is_half_flag(before))
    )


def is_half_flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def is_ideograph(cluster: str) -> bool:
    """True for Han or kana. Hangul is as wide, but has spaces between words."""
    wide = unicodedata.east_asian_width(cluster[0]) in ("W", "F")
    return wide and not "\uac00" <= cluster[0] <= "\ud7a3" and ord(cluster[0]) < 0x1F000


def reads_from_right(text: str) -> bool:
    """True if the first letter with a direction is right-to-left (Unicode UAX #9, P2)."""
    directions = (unicodedata.bidirectional(each) for each in text)
    return next((each != "L" for each in directions if each in ("L", "R", "AL")), False)
