"""Links within a story: footnotes, back links, links to headings."""

from __future__ import annotations

from urllib.parse import unquote

from lxml.html import HtmlElement


def prefix_anchors(root: HtmlElement, prefix: str, heading_ids: dict[str, str]) -> None:
    """Give the anchors of a body ids that are unique on the page, and point its links to them.

    Endless reading puts several stories on one page, and a page has ids of its own. `heading_ids`
    are the ids of the headings by the names that a link may use: their own, or their words.
    """
    targets = dict(heading_ids)
    for element in root.iter():
        name = element.get("id")
        if name and element.tag not in ("h2", "h3", "h4"):
            targets[name] = prefix + name
            element.set("id", prefix + name)
    for link in root.iter("a"):
        mark, name = link.get("href", "")[:1], unquote(link.get("href", "")[1:])
        if mark == "#" and name in targets:
            link.set("href", f"#{targets[name]}")
