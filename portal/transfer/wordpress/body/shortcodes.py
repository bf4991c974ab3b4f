"""WordPress's shortcodes, such as `[gallery ids="1,2"]`.

Core's become HTML. Those of page builders are unwrapped: what is in them stays. Dead ones are removed,
and unknown ones stay as text. All but core's are reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape, unescape

from portal.transfer.wordpress.body.attributes import Shortcode, shortcode_of
from portal.transfer.wordpress.body.builder_html import Figures, builder_html, button_html, raw_html
from portal.transfer.wordpress.body.paragraphs import embed_or_link
from portal.transfer.wordpress.body.shortcode_names import (
    BUTTONS,
    INLINE_WRAPPERS,
    RAW_HTML,
    is_builders,
    is_dead,
)

TAG = re.compile(
    r"""\[(?P<closing>/)?(?P<name>[A-Za-z][\w-]*)"""
    r"""(?P<attributes>(?=[\s=/\]])(?:[^\[\]"']|"[^"]*"|'[^']*')*)\]"""
)
CLOSING = re.compile(r"\[/([A-Za-z][\w-]*)\s*\]")
# Text in these is shown as it is. Comments are WordPress's own marks.
LITERAL = re.compile(
    r"(<!--.*?-->|<(pre|code|script|style)\b.*?</\2\s*>)", re.DOTALL | re.IGNORECASE
)
PICTURE = re.compile(r"\s*(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?", re.IGNORECASE)

# The addresses of media that shortcodes such as `[youtube=…]` name by a number alone.
PLAYERS = {
    "youtube": "https://youtu.be/{}",
    "vimeo": "https://vimeo.com/{}",
    "dailymotion": "https://www.dailymotion.com/video/{}",
    "ted": "https://www.ted.com/talks/{}",
    "wpvideo": "https://videopress.com/v/{}",
    "videopress": "https://videopress.com/v/{}",
    "spotify": "https://open.spotify.com/{}",
    "soundcloud": "{}",
    "tweet": "https://twitter.com/i/status/{}",
    "twitter": "https://twitter.com/i/status/{}",
    "instagram": "https://www.instagram.com/p/{}/",
    "tiktok": "{}",
    "googlemaps": "{}",
}
FILES = {
    "audio": ("src", "mp3", "m4a", "ogg", "wav", "wma"),
    "video": ("src", "mp4", "m4v", "webm", "ogv", "wmv", "flv"),
}
GALLERIES = ("gallery", "slideshow")
CAPTIONS = ("caption", "wp_caption")
CODE = ("code", "sourcecode")
CORE = frozenset({"embed", "playlist", *PLAYERS, *FILES, *GALLERIES, *CAPTIONS, *CODE})


@dataclass(frozen=True)
class Media:
    """Functions that return HTML: of a gallery, of a playlist, of pictures by their ids."""

    gallery: Callable[[Shortcode], str]
    playlist: Callable[[Shortcode], str]
    figures: Figures


Remark = Callable[[str], None]


def replace_shortcodes(text: str, media: Media, remark: Remark) -> str:
    """Return the text with HTML for its shortcodes."""
    if "[" not in text:
        return text
    parts = LITERAL.split(text)
    return "".join(
        part if number % 3 else "".join(pieces_of(part, media, remark))
        for number, part in enumerate(parts)
        if number % 3 != 2
    )


def pieces_of(text: str, media: Media, remark: Remark) -> Iterator[str]:
    """Yield the text between shortcodes, and their HTML."""
    done = 0
    closed = set(CLOSING.findall(text))
    for found in TAG.finditer(text):
        start, end = found.span()
        name = found["name"]
        if start < done:
            continue
        if text[start - 1 : start] == "[" and text[end : end + 1] == "]":
            yield text[done : start - 1] + found[0]  # WordPress shows `[[x]]` as `[x]`
            done = end + 1
        elif name in CORE and not found["closing"]:
            inner, end = content_of(text, found, closed)
            yield text[done:start] + core_html(
                shortcode_of(name, found["attributes"], inner), media
            )
            done = end
        elif is_replaced(text, found, closed):
            html, end = builders_html(text, found, media, remark, closed)
            yield text[done:start] + html
            done = end
        elif not found["closing"] and is_shortcode(found, closed):
            remark(f"the shortcode [{name}] stays as text")
    yield text[done:]


def builders_html(
    text: str, found: re.Match[str], media: Media, remark: Remark, closed: set[str]
) -> tuple[str, int]:
    """Return the HTML of a builder's or dead shortcode, and the place behind what it replaces."""
    name, end = found["name"], found.end()
    gap = "" if name in INLINE_WRAPPERS else "\n\n"
    if found["closing"]:
        return gap, end
    if is_dead(name):
        remark(f"the shortcode [{name}] was removed")
        _, end = content_of(text, found, closed)
        return gap, end
    if name in BUTTONS or name in RAW_HTML:
        inner, end = content_of(text, found, closed)
        code = shortcode_of(name, found["attributes"], inner)
        remark(f"the shortcode [{name}] was converted")
        html = raw_html(inner) if name in RAW_HTML else button_html(code)
        return f"\n\n{html}\n\n", end
    remark(f"the shortcode [{name}] was unwrapped")
    return gap + builder_html(shortcode_of(name, found["attributes"]), media.figures) + gap, end


def content_of(text: str, opening: re.Match[str], closed: set[str]) -> tuple[str, int]:
    """Return the text up to the closing tag, and the end of that; empty if it has none."""
    name, start = opening["name"], opening.end()
    if name not in closed or opening["attributes"].rstrip().endswith("/"):
        return "", start
    following = text.find(f"[{name}", start)
    closing = text.find(f"[/{name}]", start, following if following > 0 else None)
    if closing < 0:
        return "", start
    return text[start:closing], closing + len(name) + 3


def is_replaced(text: str, found: re.Match[str], closed: set[str]) -> bool:
    """True for the shortcodes of builders, and for dead ones.

    A name that is a common word must look like a shortcode: it may be a remark in brackets.
    """
    name = found["name"]
    if not (is_dead(name) or name in BUTTONS or name in RAW_HTML or is_builders(name)):
        return False
    if found["closing"] or is_shortcode(found, closed):
        return True
    before, after = (
        text[max(0, found.start() - 80) : found.start()].rstrip(" \t")[-1:],
        text[found.end() :][:80].lstrip(" \t")[:1],
    )
    return is_dead(name) and before in ("", ">", "\n") and after in ("", "<", "\n", "\r")


def is_shortcode(found: re.Match[str], closed: set[str]) -> bool:
    """True if it is more than a word in brackets, such as [sic]."""
    name = found["name"]
    return "_" in name or "-" in name or "=" in found["attributes"] or name in closed


def core_html(code: Shortcode, media: Media) -> str:
    """Return the HTML of one of core's shortcodes."""
    if code.name in GALLERIES:
        return media.gallery(code)
    if code.name == "playlist":
        return media.playlist(code)
    if code.name in CAPTIONS:
        return captioned_picture(code)
    if code.name in CODE:
        return f"<pre><code>{escape(unescape(code.inner))}</code></pre>"
    if code.name in FILES:
        address = first(code, *FILES[code.name])
        return f'<{code.name} src="{escape(address)}"></{code.name}>' if address else ""
    address = first(code, "url", "src", "id")
    if "://" not in address:
        address = PLAYERS.get(code.name, "{}").format(address)
    return f"<div>{embed_or_link(address)}</div>" if "://" in address else ""


def first(code: Shortcode, *names: str) -> str:
    """Return the first of these attributes that is set, else one without a name, else the content."""
    return code.first(*names) or (code.others[0] if code.others else code.inner.strip())


def captioned_picture(code: Shortcode) -> str:
    """Return a picture with its caption, which older versions of WordPress store in an attribute."""
    picture = PICTURE.match(code.inner)
    if picture is None:
        return code.inner
    caption = code.inner[picture.end() :].strip() or code.named.get("caption", "")
    return f"<figure>{picture[0]}<figcaption>{caption}</figcaption></figure>"
