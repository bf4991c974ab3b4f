"""Folding: text as words of `a-z0-9` for the index, whatever its script (tables of anyascii)."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from html import unescape
from itertools import accumulate
from unicodedata import combining

from anyascii import anyascii

from portal.wording.spaces import one_line

# A longer word is divided into words next to each other.
WORD = re.compile(r"[a-z0-9]{1,64}")
# Thai, Lao, Burmese, Khmer, Japanese and Chinese have no spaces: each character is a word.
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
)
# anyascii reads character by character, so it gets only those that it changes.
FOREIGN = re.compile(r"[^\x00-\x7f]+")
REST_OF_A_TAG = r'(?>[^<>"]+|"[^"]*")*+>'
TAG = re.compile(f"<{REST_OF_A_TAG}")
TAG_WITHIN_A_WORD = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|del|em|i|ins|mark|q|s|small|span|strong|sub|sup|u)(?=[\s>])"
    + REST_OF_A_TAG
)


def fold(text: str) -> str:
    """Return the text in lower-case ASCII."""
    if text.isascii():
        return text.lower()
    return FOREIGN.sub(lambda found: anyascii(UNSPACED.sub(r" \g<0> ", found[0])), text).lower()


def words_of(text: str) -> list[str]:
    """Return the folded words of a text."""
    return WORD.findall(fold(text))


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
        while end < len(self.text) and combining(self.text[end]):
            end += 1
        return first, end


@lru_cache(maxsize=4096)
def fold_sign(sign: str) -> str:
    return fold(sign)


def plain_text(html: str) -> str:
    """Return the text of a cleaned body, without tags."""
    return one_line(unescape(TAG.sub(" ", TAG_WITHIN_A_WORD.sub("", html))))
