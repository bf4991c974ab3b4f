"""WordPress's shortcodes, `[gallery ids="1,2"]`: known ones become HTML, others stay as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape, unescape

from portal.transfer.wordpress.body.paragraphs import shown

OPENING = re.compile(
    r"""\[(?P<name>[A-Za-z][\w-]*)(?P<said>(?=[\s=/\]])(?:[^\[\]"']|"[^"]*"|'[^']*')*)\]"""
)
SAID = re.compile(
    r"""(?P<name>[\w-]+)\s*=\s*(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|(?P<c>[^\s"']+))"""
    r"""|=?(?:"(?P<d>[^"]*)"|'(?P<e>[^']*)'|(?P<f>[^\s"']+))"""
)
TO_THE_LETTER = re.compile(
    r"(<!--.*?-->|<(pre|code|script|style)\b.*?</\2\s*>)", re.DOTALL | re.IGNORECASE
)
TYPESET_QUOTES = str.maketrans("“”″„‘’", '""""\'\'')
PICTURE = re.compile(r"\s*(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?", re.IGNORECASE)

# `[youtube=…]` and its like, with the address of something that is known by its number alone.
PLAYED = {
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


Gallery = Callable[[Shortcode], str]
Tell = Callable[[str], None]


def replaced(text: str, gallery: Gallery, tell: Tell) -> str:
    """The text with its shortcodes worked out. `tell` hears the names of those that stay."""
    if "[" not in text:
        return text
    parts = TO_THE_LETTER.split(text)
    return "".join(
        part if number % 3 else "".join(pieces(part, gallery, tell))
        for number, part in enumerate(parts)
        if number % 3 != 2
    )


def pieces(text: str, gallery: Gallery, tell: Tell) -> Iterator[str]:
    done = 0
    for found in OPENING.finditer(text):
        start, end = found.span()
        if start < done:
            continue
        if text[start - 1 : start] == "[" and text[end : end + 1] == "]":  # meant to be shown
            yield text[done : start - 1] + found[0]
            done = end + 1
        elif found["name"] in KNOWN:
            inner, end = enclosed(text, found)
            yield text[done:start] + html_of(shortcode(found, inner), gallery)
            done = end
        elif looks_meant(text, found):
            tell(found["name"])
    yield text[done:]


def enclosed(text: str, opening: re.Match[str]) -> tuple[str, int]:
    """What stands between it and its closing, and where that ends; empty where it has none."""
    name, start = opening["name"], opening.end()
    next_one = text.find(f"[{name}", start)
    closing = text.find(f"[/{name}]", start, next_one if next_one > 0 else None)
    if closing < 0:
        return "", start
    return text[start:closing], closing + len(name) + 3


def looks_meant(text: str, found: re.Match[str]) -> bool:
    """Not just a word in brackets, such as [sic]."""
    is_named_so = "_" in found["name"] or "-" in found["name"]
    return is_named_so or "=" in found["said"] or f"[/{found['name']}]" in text


def shortcode(found: re.Match[str], inner: str) -> Shortcode:
    code = Shortcode(found["name"], inner=inner)
    for said in SAID.finditer(unescape(found["said"]).translate(TYPESET_QUOTES).rstrip("/ ")):
        value = next((said[group] for group in "abcdef" if said[group] is not None), "")
        if said["name"]:
            code.named[said["name"].lower()] = value
        else:
            code.others.append(value)
    return code


def html_of(code: Shortcode, gallery: Gallery) -> str:
    if code.name in GALLERIES:
        return gallery(code)
    if code.name in CAPTIONS:
        return captioned(code)
    if code.name in CODE:
        return f"<pre><code>{escape(unescape(code.inner))}</code></pre>"
    if code.name in FILES:
        address = first(code, *FILES[code.name])
        return f'<{code.name} src="{escape(address)}"></{code.name}>' if address else ""
    address = first(code, "url", "src", "id")
    if "://" not in address:
        address = PLAYED.get(code.name, "{}").format(address)
    return f"<div>{shown(address)}</div>" if "://" in address else ""


def first(code: Shortcode, *names: str) -> str:
    """The first of what it names, else what it says without a name, else what it holds."""
    said = (code.named.get(name, "") for name in names)
    return next(filter(None, said), code.others[0] if code.others else code.inner.strip())


def captioned(code: Shortcode) -> str:
    """A picture and its caption, which older versions keep in an attribute."""
    picture = PICTURE.match(code.inner)
    if picture is None:
        return code.inner
    caption = code.inner[picture.end() :].strip() or code.named.get("caption", "")
    return f"<figure>{picture[0]}<figcaption>{caption}</figcaption></figure>"


GALLERIES = ("gallery", "slideshow")
CAPTIONS = ("caption", "wp_caption")
CODE = ("code", "sourcecode")
KNOWN = frozenset({"embed", *PLAYED, *FILES, *GALLERIES, *CAPTIONS, *CODE})
