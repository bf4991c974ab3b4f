"""Text of WordPress's classic editor: paragraphs without `<p>`, addresses that are to be embedded."""

from __future__ import annotations

import re
from html import escape, unescape

from portal.cleaning.embeds import embed_at

# A line break within these does not end a line of text.
PREFORMATTED = r"<!--.*?-->|<(?P<tag>pre|script|style|textarea)\b.*?</(?P=tag)\s*>|<[^<>]*>"
TOKEN = re.compile(rf"({PREFORMATTED})", re.DOTALL | re.IGNORECASE)
BARE_ADDRESS = re.compile(r"^[ \t]*(https?://[^\s<>\"]+)[ \t]*$", re.MULTILINE)
LINE_END = re.compile(r"\r\n?|\n")


def with_paragraphs(text: str) -> str:
    """Make each end of a line a `<br>`. The cleaner ends a paragraph at two of them."""
    return "".join(
        token if number % 2 else token.replace("\n", "<br>")
        for number, token in enumerate(tokens_of(text))
    )


def with_embeds(text: str) -> str:
    """Replace each address alone on its line with an embed, or with a link if it is unknown."""
    parts = tokens_of(text)
    for number in range(0, len(parts), 2):
        is_linked = number and parts[number - 1][:3].lower() in ("<a ", "<a\n")
        if "://" in parts[number] and not is_linked:
            parts[number] = BARE_ADDRESS.sub(lambda found: embed_or_link(found[1]), parts[number])
    return "".join(parts)


def tokens_of(text: str) -> list[str]:
    """Return text at even places, and what is between angle brackets at odd ones."""
    parts = TOKEN.split(LINE_END.sub("\n", text))
    return [part for number, part in enumerate(parts) if number % 3 != 2]


def embed_or_link(address: str) -> str:
    """Return the HTML that shows an address: an embed, or a link."""
    address = escape(unescape(address))
    if embed_at(unescape(address)):
        return f'<portal-embed address="{address}"></portal-embed>'
    return f'<a href="{address}">{address}</a>'
