"""The opening of a text: its headline where it has none, and its standfirst."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from babel.dates import format_date

from portal.models import now
from portal.transfer.wordpress.article.theme_meta import SUBTITLE, theme_text
from portal.transfer.wordpress.body.converter import Body
from portal.transfer.wordpress.wxr.dates import day_of
from portal.transfer.wordpress.wxr.export import Item, words_of

MAX_HEADLINE_CHARS = 300
MAX_TEASER_CHARS = 400
MAX_FIRST_WORDS_CHARS = 70
PARAGRAPH = re.compile(r"<p(?: [^>]*)?>(.*)</p>")
ELLIPSIS = re.compile(r"\s*(?:\[?(?:…|\.\.\.|&hellip;)\]?)\s*$")


def headline_of(item: Item, html: str, zone: ZoneInfo, language: str) -> str:
    """Return the item's title, else the first words of its text, else its day."""
    if title := words_of(item.title):
        return title[:MAX_HEADLINE_CHARS]
    words = words_of(html)
    if len(words) > MAX_FIRST_WORDS_CHARS:
        words = words[:MAX_FIRST_WORDS_CHARS].rpartition(" ")[0] + " …"
    day = day_of(item, zone) or now().astimezone(zone).date()
    return words or format_date(day, "long", locale=language.replace("-", "_"))


def split_standfirst(item: Item, body: Body) -> tuple[str, str]:
    """Return the standfirst, and the body without it.

    The standfirst is a theme's subtitle; else the excerpt, unless that only repeats how the text opens; without an excerpt it
    is a teaser of one short paragraph.
    """
    first, _, rest = body.html.partition("\n")
    paragraph = PARAGRAPH.fullmatch(first)
    opening = words_of(paragraph[1]) if paragraph else ""
    is_plain = bool(opening) and "<a " not in first
    if subtitle := theme_text(item, SUBTITLE):
        return subtitle, rest if opening == subtitle and is_plain and rest else body.html
    excerpt = words_of(item.excerpt)
    if excerpt:
        if opening == excerpt:
            return (excerpt, rest) if is_plain and rest else ("", body.html)
        shortened = ELLIPSIS.sub("", excerpt)
        is_cut = shortened != excerpt and words_of(body.html).startswith(shortened)
        return ("" if is_cut else excerpt), body.html
    if body.teaser_lines == 1 and is_plain and rest and len(opening) <= MAX_TEASER_CHARS:
        return opening, rest
    return "", body.html
