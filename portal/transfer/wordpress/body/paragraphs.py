"""Text as WordPress's classic editor keeps it: paragraphs without `<p>`, addresses to be shown."""

from __future__ import annotations

import re
from html import escape, unescape

from portal.cleaning.embeds import embed_at

# Within these, a line break is no line's end.
TO_THE_LETTER = r"<!--.*?-->|<(?P<tag>pre|script|style|textarea)\b.*?</(?P=tag)\s*>|<[^<>]*>"
TOKEN = re.compile(rf"({TO_THE_LETTER})", re.DOTALL | re.IGNORECASE)
BARE_ADDRESS = re.compile(r"^[ \t]*(https?://[^\s<>\"]+)[ \t]*$", re.MULTILINE)
LINE = re.compile(r"\r\n?|\n")


def with_paragraphs(text: str) -> str:
    """Each line's end made a `<br>`: two of them end a paragraph, and at a block's edge they go."""
    return "".join(
        token if number % 2 else token.replace("\n", "<br>")
        for number, token in enumerate(tokens(text))
    )


def with_embeds(text: str) -> str:
    """An address alone on its line becomes what it shows; unknown ones become links."""
    parts = tokens(text)
    for number in range(0, len(parts), 2):
        is_linked = number and parts[number - 1][:3].lower() in ("<a ", "<a\n")
        if "://" in parts[number] and not is_linked:
            parts[number] = BARE_ADDRESS.sub(lambda found: shown(found[1]), parts[number])
    return "".join(parts)


def tokens(text: str) -> list[str]:
    """Text and, at each odd place, what stands between angle brackets."""
    parts = TOKEN.split(LINE.sub("\n", text))
    return [part for number, part in enumerate(parts) if number % 3 != 2]


def shown(address: str) -> str:
    """What an address written out shows: an embed, or a link."""
    address = escape(unescape(address))
    if embed_at(unescape(address)):
        return f'<portal-embed address="{address}"></portal-embed>'
    return f'<a href="{address}">{address}</a>'
