"""Folding: text as words for the search index, alike whatever its script and its marks.

Words of alphabets become `a-z0-9` (tables of anyascii). A sign of a script without spaces and an emoji
are words as they are: by their reading, 北京 and 背景 would be the same.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from html import unescape
from itertools import accumulate
from unicodedata import category, combining, normalize

from anyascii import anyascii

from portal.wording.spaces import one_line

MAX_WORD_CHARS = 64

# A longer word is divided into words next to each other. Other signs than ASCII are words by themselves.
WORD = re.compile(rf"[a-z0-9]{{1,{MAX_WORD_CHARS}}}|[^\x00-\x7f]")
# Thai, Lao, Burmese, Khmer, Japanese and Chinese have no spaces: each character is a word.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
EMOJI = "\u2600-\u27bf\U0001f1e6-\U0001f3fa\U0001f400-\U0001faff"
SIGN = re.compile(f"[{UNSPACED}{EMOJI}]")
# Arabic, Hebrew and Syriac points, the tatweel, and Arabic letters that are written in several ways.
POINT = re.compile(
    "[\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u0711\u0730-\u074a]"
)
ARABIC_VARIANTS = str.maketrans("أإآٱىة", "ااااي\u0647")
# Marks that may stand within a word, by the ASCII mark that they fold to. A no-break space groups digits.
INNER_MARKS = {
    **dict.fromkeys("’‘ʻʼʹˈ′`´＇՚", "'"),
    **dict.fromkeys("‐‑⁃－\u200c", "-"),
    **dict.fromkeys("·‧・･．", "."),
    **dict.fromkeys("\u00a0\u202f\u2009", "~"),
}
# A word with marks inside, in folded text; digits may be grouped by a comma or a no-break space, too.
MARKED_WORD = re.compile(
    r"(?<![a-z0-9])[a-z0-9]++(?:(?:['.-]|(?<=[0-9])[,~](?=[0-9]))[a-z0-9]++)++"
    r"|(?<![a-z0-9])[0-9]{1,3}(?: [0-9]{3})++(?![a-z0-9])"
)
MARKS = re.compile(r"[^a-z0-9]+")
# Languages write these letters with two where they lack the key.
SPELLED_OUT = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ø": "oe",
        "å": "aa",
        "Ä": "Ae",
        "Ö": "Oe",
        "Ü": "Ue",
        "Ø": "Oe",
        "Å": "Aa",
    }
)
# The Arabic article, with a conjunction or a preposition before it.
ARABIC_ARTICLE = re.compile(r"\b(?:[وفبك]?ال|لل)(?=\w{2})")

SKIN_TONES = "🏻🏼🏽🏾🏿"

FOREIGN = re.compile(r"[^\x00-\x7f]+")
HALF_WIDTH = re.compile("[\uff65-\uff9f]+")
REST_OF_A_TAG = r'(?>[^<>"]+|"[^"]*")*+>'
TAG = re.compile(f"<{REST_OF_A_TAG}")
TAG_WITHIN_A_WORD = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|del|em|i|ins|mark|q|s|small|span|strong|sub|sup|u)(?=[\s>])"
    + REST_OF_A_TAG
)


def fold(text: str) -> str:
    """Return the text in lower-case ASCII, but for signs that are words as they are."""
    if text.isascii():
        return text.lower()
    text = HALF_WIDTH.sub(lambda found: normalize("NFKC", found[0]), normalize("NFC", text))
    return FOREIGN.sub(lambda found: "".join(map(fold_sign, found[0])), text).lower()


def words_of(text: str) -> list[str]:
    """Return the folded words of a text, in order. A mark inside a word divides it."""
    return WORD.findall(fold(text))


def other_spellings(text: str) -> list[str]:
    """Return the words by which readers may also look for a text, each once.

    Words with marks inside are joined (`don't`: dont, `1,000`: 1000, `U.S.`: us), ä is spelled out as
    ae, and Arabic words lose their article.
    """
    found = dict.fromkeys(joined_words(fold(text)))
    for other in other_texts(text):
        folded = fold(other)
        found |= dict.fromkeys([*WORD.findall(folded), *joined_words(folded)])
    for word in words_of(text) if found else ():
        found.pop(word, None)
    return list(found)


def other_spellings_of_word(text: str) -> list[str]:
    """Return the words that mean the same as the whole text, if that is one word, perhaps with marks."""
    found: dict[str, None] = {}
    for each in (text, *other_texts(text)):
        folded = fold(each).strip("'.-,~ ")
        if WORD.fullmatch(folded) or MARKED_WORD.fullmatch(folded):
            found[MARKS.sub("", folded) or folded] = None
    own = words_of(text)
    return [word for word in found if [word] != own and len(word) <= MAX_WORD_CHARS]


def all_words_of(text: str) -> list[str]:
    """Return the folded words of a text, and after them its other spellings."""
    return [*words_of(text), *other_spellings(text)]


def other_texts(text: str) -> list[str]:
    """Return the text with umlauts spelled out, and without Arabic articles, where it has them."""
    if text.isascii():
        return []
    text = normalize("NFC", text)
    others = (text.translate(SPELLED_OUT), ARABIC_ARTICLE.sub("", text))
    return [other for other in others if other != text]


def joined_words(folded: str) -> list[str]:
    """Return the words with marks inside, without their marks."""
    joined = (MARKS.sub("", word) for word in MARKED_WORD.findall(folded))
    return [word for word in joined if 1 < len(word) <= MAX_WORD_CHARS]


class Folded:
    """The folded letters of a text, and the position in the text from which each comes."""

    def __init__(self, text: str) -> None:
        signs = [*map(fold_sign, text)] if not text.isascii() else None
        self.text = text
        self.letters = "".join(signs) if signs else text.lower()
        self.ends = [*accumulate(map(len, signs))] if signs else None

    def span(self, start: int, stop: int) -> tuple[int, int]:
        """Return the range in the text of the folded letters from `start` to `stop`, with accents."""
        if self.ends is None:
            return start, stop
        first, end = bisect_right(self.ends, start), bisect_right(self.ends, stop - 1) + 1
        while end < len(self.text) and (combining(self.text[end]) or not fold_sign(self.text[end])):
            end += 1
        return first, end


@lru_cache(maxsize=8192)
def fold_sign(sign: str) -> str:
    """Return one character folded: letters, an inner mark, a word between spaces, or nothing."""
    if sign.isascii():
        return sign.lower()
    if mark := INNER_MARKS.get(sign):
        return mark
    if SIGN.match(sign):
        return f" {normalize('NFKC', sign)} "
    kind = category(sign)
    if POINT.match(sign) or kind in ("Mn", "Me", "Cf", "Sk", "Lm") or sign in SKIN_TONES:
        return ""
    compatible = normalize("NFKC", sign.translate(ARABIC_VARIANTS))
    if kind[0] == "L" and compatible != sign:
        return "".join(map(fold_sign, compatible))
    if kind[0] == "L" or kind in ("Mc", "Nd"):
        return MARKS.sub("", anyascii(sign).lower())
    if kind == "No" and compatible.isdecimal():  # the 2 of CO₂ belongs to its word
        return compatible
    return f" {' '.join(MARKS.sub(' ', anyascii(sign).lower()).split())} "


def plain_text(html: str) -> str:
    """Return the text of a cleaned body, without tags."""
    return one_line(unescape(TAG.sub(" ", TAG_WITHIN_A_WORD.sub("", html))))
