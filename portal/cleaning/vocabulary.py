"""The elements that a story is written in, what others become, and which addresses may stand."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

import nh3
from lxml.etree import _Element as Element

SCHEMES = frozenset({"http", "https", "mailto"})

ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title", "hreflang"},
    "abbr": {"title"},
    "img": {"src", "alt", "width", "height", "title"},
    "ol": {"start", "reversed"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "portal-embed": {"address", "title"},
    "*": {"lang", "dir"},
}
TAGS = frozenset(
    "a abbr blockquote br caption cite code dd details dl dt em figcaption figure footer h2 h3 h4 "
    "hr img li ol p portal-embed pre s span strong sub summary sup table tbody td tfoot th thead "
    "tr ul".split()
)

# Within a line: what it is written as.
MARKS = {
    "a": "a", "abbr": "abbr", "acronym": "abbr", "b": "strong", "cite": "cite", "code": "code",
    "del": "s", "em": "em", "i": "em", "kbd": "code", "s": "s", "samp": "code", "span": "span",
    "strike": "s", "strong": "strong", "sub": "sub", "sup": "sup", "tt": "code", "var": "code",
}  # fmt: skip
HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
LISTS = {"ul": "ul", "ol": "ol", "menu": "ul", "dir": "ul"}
# What stands apart from the text around it, and is a paragraph or holds some.
BLOCK_TAGS = frozenset(
    "address article aside body caption center dd div dt fieldset figcaption footer form header "
    "hgroup html legend li main nav optgroup p section summary tbody td tfoot th thead tr".split()
)
# What goes with all that is in it.
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
# Addresses about whose soundness there is no doubt, which are nearly all.
PLAIN_ADDRESS = re.compile(r"https?://(?!\S*xn--)(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#]\S*)?", re.I)


def attribute(name: str, value: str | None) -> str:
    return f' {name}="{escape(value)}"' if value is not None else ""


def words(element: Element, name: str) -> str:
    """An attribute that is text for people; empty when it says nothing, or far too much."""
    value = " ".join((element.get(name) or "").split())
    return attribute(name, value) if 0 < len(value) <= MAX_WORDS_CHARS else ""


def number(element: Element, name: str, least: int = 1) -> str:
    """An attribute that counts; a size such as `50%` or `12.5` says nothing."""
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
    """An address that a story may name, with its spaces encoded; None for any other.

    http, https and mailto, or without a scheme. None with a control character in it, and for one
    within the same page, which no longer leads anywhere.
    """
    address = (value or "").strip(" ")
    if not 0 < len(address) <= MAX_ADDRESS_CHARS or address.startswith("#"):
        return None
    if CONTROL.search(address):
        return None
    address = address.replace(" ", "%20")
    return address if PLAIN_ADDRESS.fullmatch(address) or is_sound(address) else None


@lru_cache(1024)
def is_sound(address: str) -> bool:
    """Whether the cleaner lets it stand: it reads addresses as browsers do (WHATWG URL)."""
    link = f"<a{attribute('href', address)}>"
    return "href" in nh3.clean(link, tags={"a"}, url_schemes=set(SCHEMES), link_rel=None)


def foreign_address(value: str | None) -> str | None:
    """As `safe_address`, but of a document elsewhere: http or https, spelt out."""
    address = safe_address(value)
    if address and address.startswith("//"):
        address = f"https:{address}"
    return address if address and address.lower().startswith(("http://", "https://")) else None
