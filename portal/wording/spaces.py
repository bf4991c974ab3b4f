"""White space in texts of one line."""

from __future__ import annotations

import re

# The white space that browsers show as one space, and the line breaks of Unicode. No-break spaces,
# the narrow one (U+202F) and spaces of a set width (U+2000 to U+200A, U+3000) are typography and stay.
COLLAPSIBLE = re.compile("[ \t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")


def one_line(text: str) -> str:
    """Return the text with collapsible white space as single spaces, and without spaces at both ends."""
    return COLLAPSIBLE.sub(" ", text).strip()
