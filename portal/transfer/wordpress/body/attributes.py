"""Reads the attributes of shortcodes, in the quotes that editors and typographers put around them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

# Each pair of quotes that may be around a value. Quotes of another kind within it are a part of it.
QUOTED = (
    r"""(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|[“”„](?P<c>[^“”„]*)[“”]|[‘’](?P<d>[^‘’]*)[‘’]"""
    r"""|&quot;(?P<e>.*?)&quot;|&#82(?:20|21|22|43);(?P<f>.*?)&#82(?:20|21|43);)"""
)
NAMED = re.compile(rf"(?P<name>[\w-]+)\s*=\s*(?:{QUOTED}|(?P<g>[^\s\"']+))", re.DOTALL)
UNNAMED = re.compile(rf"=?(?:{QUOTED}|(?P<g>[^\s\"']+))", re.DOTALL)


@dataclass
class Shortcode:
    """A shortcode with its attributes, those without a name, and the text up to its closing tag."""

    name: str
    named: dict[str, str] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    inner: str = ""

    def first(self, *names: str) -> str:
        """Return the first of these attributes that is not empty."""
        return next(filter(None, (self.named.get(name, "").strip() for name in names)), "")


def shortcode_of(name: str, attributes: str, inner: str = "") -> Shortcode:
    code = Shortcode(name, inner=inner)
    text = attributes.rstrip("/ ")
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        if found := NAMED.match(text, at):
            code.named[found["name"].lower()] = value_of(found)
        elif found := UNNAMED.match(text, at):
            code.others.append(value_of(found))
        at = max(found.end() if found else 0, at + 1)
    return code


def value_of(found: re.Match[str]) -> str:
    return unescape(next((found[group] for group in "abcdefg" if found[group] is not None), ""))
