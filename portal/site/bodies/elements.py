"""An operation on elements that lxml does not offer."""

from __future__ import annotations

from lxml.html import HtmlElement


def replace_by(old: HtmlElement, new: HtmlElement) -> None:
    """Put `new` in the place of `old`; keep the text after it."""
    new.tail, old.tail = old.tail, None
    parent = old.getparent()
    if parent is not None:
        parent.replace(old, new)
