"""Text of a feed → plain text for people: no markup, no control characters, composed (NFC)."""

from __future__ import annotations

import re
from html import unescape
from unicodedata import normalize

from portal.wording.spaces import one_line

# Not every `<…>` is markup: a headline may say "List<String>". These elements stand in headlines.
KNOWN = (
    "a|abbr|acronym|b|bdi|bdo|big|blockquote|br|button|center|cite|code|del|dfn|div|em|embed|font|"
    "form|h[1-6]|hr|i|iframe|img|input|ins|kbd|li|link|mark|meta|object|ol|p|pre|q|s|samp|small|"
    "span|strike|strong|sub|sup|svg|table|tbody|td|th|tr|tt|u|ul|var|video|wbr"
)
UNSEEN = re.compile(r"<(script|style|noscript|template)\b[^<>]*>.*?(?:</\1\s*>|$)", re.I | re.S)
TAG = re.compile(rf"</?(?:{KNOWN}|script|style|noscript|template)\b[^<>]*/?>", re.I)
APART = re.compile(r"</?(?:br|p|div|li|h[1-6]|td|tr|blockquote)\b[^<>]*/?>", re.I)
COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.S)
ESCAPED = re.compile(
    r"&(?:amp|quot|apos|lt|gt|nbsp|[lr][sd]quo|[nm]dash|hellip|#\d{2,5}|#x[0-9a-f]{2,4});", re.I
)
# Controls, characters that XML has no place for, and overrides of the writing direction.
UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
MAX_CHARS = 200_000


def plain(text: object, limit: int = 0) -> str:
    """Return what a title or name says, in one line; cut between words to `limit` characters."""
    if not isinstance(text, str):
        return ""
    text = text[:MAX_CHARS]
    if "<" in text:
        text = COMMENT.sub(" ", UNSEEN.sub(" ", text))
        text = TAG.sub("", APART.sub(" ", text))
    if "&" in text:
        text = unescape(text)
        if ESCAPED.search(text):  # and once more than it should be
            text = unescape(text)
        if "<" in text:  # the markup was escaped once more than it should be
            text = TAG.sub("", UNSEEN.sub(" ", text))
    text = one_line(normalize("NFC", UNWANTED.sub("", text)))
    return cut(text, limit) if limit else text


def cut(text: str, limit: int) -> str:
    """Return at most `limit` characters, cut between words, with an ellipsis if anything is cut off."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1].rstrip()
    return (head.rpartition(" ")[0] or head).rstrip(" ,;:–—-") + "…"
