"""What lxml leaves to be done by hand."""

from __future__ import annotations

from lxml.html import HtmlElement


def replace_by(old: HtmlElement, new: HtmlElement) -> None:
    """Put `new` where `old` stands; the text behind it stays."""
    new.tail, old.tail = old.tail, None
    parent = old.getparent()
    if parent is not None:
        parent.replace(old, new)
