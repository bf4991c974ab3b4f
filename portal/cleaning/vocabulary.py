"""The vocabulary of a story: its elements, what other elements become, and allowed addresses."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

import nh3
from lxml.etree import _Element as Element

from portal.cleaning.schemes import with_scheme
from portal.wording.spaces import one_line

SCHEMES = frozenset({"http", "https", "mailto", "sms", "tel"})

ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title", "hreflang"},
    "abbr": {"title"},
    "img": {"src", "alt", "width", "height", "title"},
    "ol": {"start", "reversed"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "portal-embed": {"address", "title"},
    "span": {"id"},
    "*": {"lang", "dir"},
}
TAGS = frozenset(
    "a abbr blockquote br caption cite code dd details dl dt em figcaption figure footer h2 h3 h4 "
    "hr img li ol p portal-embed pre s span strong sub summary sup table tbody td tfoot th thead "
    "tr ul".split()
)

# Inline elements and how they are written.
MARKS = {
    "a": "a", "abbr": "abbr", "acronym": "abbr", "b": "strong", "cite": "cite", "code": "code",
    "del": "s", "em": "em", "i": "em", "kbd": "code", "s": "s", "samp": "code", "span": "span",
    "strike": "s", "strong": "strong", "sub": "sub", "sup": "sup", "tt": "code", "var": "code",
}  # fmt: skip
HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
LISTS = {"ul": "ul", "ol": "ol", "menu": "ul", "dir": "ul"}
# Block elements: a paragraph, or a container of paragraphs.
BLOCK_TAGS = frozenset(
    "address article aside body caption center dd div dt fieldset figcaption footer form header "
    "hgroup html legend li main nav optgroup p section summary tbody td tfoot th thead tr".split()
)
# Elements that are removed with their contents.
DROPPED_TAGS = frozenset(
    "area base button canvas col colgroup datalist frame frameset head input link map meta meter "
    "noframes noscript option param progress script select style svg template textarea "
    "title".split()
)

MAX_ADDRESS_CHARS = 2000
MAX_WORDS_CHARS = 1000
LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,5}")
NUMBER = re.compile(r"\d{1,5}")
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
# Addresses that are valid without further checks; nearly all are.
PLAIN_ADDRESS = re.compile(r"https?://(?!\S*xn--)(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#]\S*)?", re.I)


def attribute(name: str, value: str | None) -> str:
    return f' {name}="{escape(value)}"' if value is not None else ""


def words(element: Element, name: str) -> str:
    """Return an attribute with text for people; empty if it has none or is too long."""
    value = one_line(element.get(name) or "")
    return attribute(name, value) if 0 < len(value) <= MAX_WORDS_CHARS else ""


def number(element: Element, name: str, least: int = 1) -> str:
    """Return a numeric attribute; empty for sizes such as `50%` or `12.5`."""
    value = (element.get(name) or "").strip().removesuffix("px")
    return attribute(name, value) if NUMBER.fullmatch(value) and int(value) >= least else ""


def language_and_direction(element: Element) -> str:
    if not element.attrib:
        return ""
    language = (element.get("lang") or "").strip()
    direction = (element.get("dir") or "").strip().lower()
    return (attribute("lang", language) if LANGUAGE.fullmatch(language) else "") + (
        attribute("dir", direction) if direction in ("ltr", "rtl", "auto") else ""
    )


def safe_address(value: str | None) -> str | None:
    """Return an address that a story may contain, with its spaces encoded; else None.

    A host without a scheme gets `https://`. Other addresses without a scheme stay relative. None for a
    scheme that is not in SCHEMES, with a control character, and for
    a fragment of the same page (see `anchors`).
    """
    address = (value or "").strip(" ")
    if not 0 < len(address) <= MAX_ADDRESS_CHARS or address.startswith("#"):
        return None
    if CONTROL.search(address):
        return None
    address = address.replace(" ", "%20")
    if PLAIN_ADDRESS.fullmatch(address):
        return address
    address = with_scheme(address)
    return address if is_sound(address) else None


@lru_cache(1024)
def is_sound(address: str) -> bool:
    """True if nh3 keeps the address: it parses addresses as browsers do (WHATWG URL)."""
    link = f"<a{attribute('href', address)}>"
    return "href" in nh3.clean(link, tags={"a"}, url_schemes=set(SCHEMES), link_rel=None)


def foreign_address(value: str | None) -> str | None:
    """Like `safe_address`, but only complete http and https addresses: nothing is added but a scheme to `//`."""
    typed = (value or "").strip(" ")
    if typed.startswith("//"):
        typed = f"https:{typed}"
    return safe_address(typed) if typed.lower().startswith(("http://", "https://")) else None
