"""Text as the index sees it: words of a-z and 0-9, whatever the script (anyascii's tables)."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from html import unescape
from itertools import accumulate
from unicodedata import combining

from anyascii import anyascii

# A longer run of letters is cut into words that stand together.
WORD = re.compile(r"[a-z0-9]{1,64}")
# Thai, Lao, Burmese, Khmer, Japanese and Chinese put no spaces between words: each sign is one.
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
)
# anyascii looks at each sign in turn, so it is given only those that it changes.
FOREIGN = re.compile(r"[^\x00-\x7f]+")
REST_OF_A_TAG = r'(?>[^<>"]+|"[^"]*")*+>'
TAG = re.compile(f"<{REST_OF_A_TAG}")
TAG_WITHIN_A_WORD = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|del|em|i|ins|mark|q|s|small|span|strong|sub|sup|u)(?=[\s>])"
    + REST_OF_A_TAG
)


def fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    return FOREIGN.sub(lambda found: anyascii(UNSPACED.sub(r" \g<0> ", found[0])), text).lower()


def words_of(text: str) -> list[str]:
    return WORD.findall(fold(text))


class Folded:
    """A text's folded letters, and the place in the text of what each was folded from."""

    def __init__(self, text: str) -> None:
        signs = [*map(fold_sign, text)] if not text.isascii() else None
        self.text = text
        self.letters = "".join(signs) if signs else text.lower()
        self.ends = [*accumulate(map(len, signs))] if signs else None

    def span(self, start: int, stop: int) -> tuple[int, int]:
        """Where the letters from `start` up to `stop` stand in the text, with their accents."""
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
    """What a cleaned body says, without its tags."""
    return " ".join(unescape(TAG.sub(" ", TAG_WITHIN_A_WORD.sub("", html))).split())
