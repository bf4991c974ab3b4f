"""The length of a text in words, also of scripts that put no spaces between words."""

from __future__ import annotations

import re
from html import unescape

# Chinese and Japanese: read at 400 to 500 characters a minute, so two characters count as one word.
HAN_AND_KANA = re.compile(
    "[\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
CHARS_A_WORD_OF_HAN = 2
# Thai, Lao, Tibetan, Burmese, Khmer: about five characters a word, with their vowel signs.
THAI_AND_NEIGHBOURS = re.compile("[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\uaa60-\uaa7f]")
CHARS_A_WORD_OF_THAI = 5
# The punctuation of these scripts separates words: 、。「」 and the full-width ，！（）：；？
WIDE_PUNCTUATION = re.compile("[\u3000-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]")


def count_words(text: str) -> int:
    """Return the number of words; for scripts without spaces, of words that take as long to read."""
    if text.isascii():
        return len(text.split())
    text, han = HAN_AND_KANA.subn(" ", text)
    text, thai = THAI_AND_NEIGHBOURS.subn(" ", text)
    if han or thai:
        text = WIDE_PUNCTUATION.sub(" ", text)
    unspaced = han / CHARS_A_WORD_OF_HAN + thai / CHARS_A_WORD_OF_THAI
    return len(text.split()) + -int(-unspaced // 1)


def count_words_of_html(html: str) -> int:
    """Return the number of words of a cleaned body."""
    return count_words(unescape(re.sub(r"<[^>]*>", " ", html)))
