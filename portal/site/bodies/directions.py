"""The direction of text: blocks and headlines that run against the direction of their page."""

from __future__ import annotations

import re
from unicodedata import bidirectional

from lxml.html import HtmlElement

from portal.site.edition import edition
from portal.web.rendering import direction

BLOCKS = (
    "blockquote", "caption", "dd", "dl", "dt", "figcaption", "h2", "h3", "h4", "li", "ol", "p", "pre",
    "summary", "td", "th", "ul",
)  # fmt: skip
# The blocks of the scripts that are written from right to left (Unicode 16, DerivedBidiClass).
RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}


def first_strong_direction(text: str) -> str:
    """Return `ltr` or `rtl` for the first letter with a direction (UAX #9, P2); empty without one."""
    classes = map(bidirectional, text)
    return next((STRONG[each] for each in classes if each in STRONG), "")


def mark_directions(root: HtmlElement, text: str, base: str) -> None:
    """Set `dir="auto"` on each block of a body that runs against `base`, unless it has a direction.

    `text` is the source of the body: one without any right-to-left letter needs no further look.
    """
    if base == "ltr" and not RIGHT_TO_LEFT.search(text):
        return
    for block in root.iter(*BLOCKS):
        if block.get("dir"):
            continue
        own = first_strong_direction(block.text_content())
        if own and own != inherited_direction(block, base):
            block.set("dir", "auto")


def inherited_direction(block: HtmlElement, base: str) -> str:
    """Return the direction that the nearest ancestor with `dir` gives to a block."""
    for ancestor in block.iterancestors():
        given = ancestor.get("dir")
        if given == "auto":
            return first_strong_direction(ancestor.text_content()) or base
        if given:
            return str(given)
    return base


def base_direction(language: str | None) -> str:
    """Return the direction of a story in this language; without one, that of the site's language."""
    return direction(language or edition().settings.language)


def runs_against_page(text: str | None) -> bool:
    """True for a headline in no stated language whose direction is not the site's."""
    own = first_strong_direction(text or "")
    return bool(own) and own != base_direction(None)
