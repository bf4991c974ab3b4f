"""WordPress's shortcodes, such as `[gallery ids="1,2"]`: known ones become HTML, others stay text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape, unescape

from portal.transfer.wordpress.body.paragraphs import embed_or_link

OPENING = re.compile(
    r"""\[(?P<name>[A-Za-z][\w-]*)(?P<attributes>(?=[\s=/\]])(?:[^\[\]"']|"[^"]*"|'[^']*')*)\]"""
)
ATTRIBUTE = re.compile(
    r"""(?P<name>[\w-]+)\s*=\s*(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|(?P<c>[^\s"']+))"""
    r"""|=?(?:"(?P<d>[^"]*)"|'(?P<e>[^']*)'|(?P<f>[^\s"']+))"""
)
LITERAL = re.compile(
    r"(<!--.*?-->|<(pre|code|script|style)\b.*?</\2\s*>)", re.DOTALL | re.IGNORECASE
)
TYPOGRAPHIC_QUOTES = str.maketrans("“”″„‘’", '""""\'\'')
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


@dataclass
class Shortcode:
    name: str
    named: dict[str, str] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    inner: str = ""


Gallery = Callable[[Shortcode], str]  # returns its HTML
ReportUnknown = Callable[[str], None]


def replace_shortcodes(text: str, gallery: Gallery, report_unknown: ReportUnknown) -> str:
    """Return the text with HTML for its shortcodes. `report_unknown` is called with the other names."""
    if "[" not in text:
        return text
    parts = LITERAL.split(text)
    return "".join(
        part if number % 3 else "".join(pieces_of(part, gallery, report_unknown))
        for number, part in enumerate(parts)
        if number % 3 != 2
    )


def pieces_of(text: str, gallery: Gallery, report_unknown: ReportUnknown) -> Iterator[str]:
    """Yield the text between shortcodes, and their HTML."""
    done = 0
    for found in OPENING.finditer(text):
        start, end = found.span()
        if start < done:
            continue
        if (
            text[start - 1 : start] == "[" and text[end : end + 1] == "]"
        ):  # WordPress shows `[[x]]` as `[x]`
            yield text[done : start - 1] + found[0]
            done = end + 1
        elif found["name"] in KNOWN:
            inner, end = content_of(text, found)
            yield text[done:start] + html_of(shortcode_of(found, inner), gallery)
            done = end
        elif is_shortcode(text, found):
            report_unknown(found["name"])
    yield text[done:]


def content_of(text: str, opening: re.Match[str]) -> tuple[str, int]:
    """Return the text up to the closing tag, and the end of that; empty if there is none."""
    name, start = opening["name"], opening.end()
    next_one = text.find(f"[{name}", start)
    closing = text.find(f"[/{name}]", start, next_one if next_one > 0 else None)
    if closing < 0:
        return "", start
    return text[start:closing], closing + len(name) + 3


def is_shortcode(text: str, found: re.Match[str]) -> bool:
    """True if it is more than a word in brackets, such as [sic]."""
    has_code_name = "_" in found["name"] or "-" in found["name"]
    return has_code_name or "=" in found["attributes"] or f"[/{found['name']}]" in text


def shortcode_of(found: re.Match[str], inner: str) -> Shortcode:
    code = Shortcode(found["name"], inner=inner)
    for each in ATTRIBUTE.finditer(
        unescape(found["attributes"]).translate(TYPOGRAPHIC_QUOTES).rstrip("/ ")
    ):
        value = next((each[group] for group in "abcdef" if each[group] is not None), "")
        if each["name"]:
            code.named[each["name"].lower()] = value
        else:
            code.others.append(value)
    return code


def html_of(code: Shortcode, gallery: Gallery) -> str:
    if code.name in GALLERIES:
        return gallery(code)
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
    values = (code.named.get(name, "") for name in names)
    return next(filter(None, values), code.others[0] if code.others else code.inner.strip())


def captioned_picture(code: Shortcode) -> str:
    """Return a picture with its caption, which older versions of WordPress store in an attribute."""
    picture = PICTURE.match(code.inner)
    if picture is None:
        return code.inner
    caption = code.inner[picture.end() :].strip() or code.named.get("caption", "")
    return f"<figure>{picture[0]}<figcaption>{caption}</figcaption></figure>"


GALLERIES = ("gallery", "slideshow")
CAPTIONS = ("caption", "wp_caption")
CODE = ("code", "sourcecode")
KNOWN = frozenset({"embed", *PLAYERS, *FILES, *GALLERIES, *CAPTIONS, *CODE})
