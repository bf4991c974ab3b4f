"""A body's addresses, written out whole for whoever reads it away from the site."""

from __future__ import annotations

from lxml import html

from portal.rendering import absolute
from portal.site.elsewhere import replace_by_link

WITH_ADDRESSES = ("href", "src")


def with_whole_addresses(source: str) -> str:
    """A cleaned body with each of our paths as a whole address, and each embed as a link."""
    if not source.strip():
        return ""
    root = html.fragment_fromstring(source, create_parent="div")
    for element in list(root.iter("portal-embed")):
        replace_by_link(element)
    for element in root.iter():
        for name in WITH_ADDRESSES:
            if (value := element.get(name, "")).startswith("/"):
                element.set(name, absolute(value))
        if srcset := element.get("srcset"):
            element.set("srcset", whole_srcset(srcset))
    return (root.text or "") + "".join(html.tostring(child, encoding="unicode") for child in root)


def whole_srcset(srcset: str) -> str:
    """Each candidate's address is followed by a space and its width (HTML §4.8.4.2)."""
    return ", ".join(
        absolute(each.strip()) if each.strip().startswith("/") else each.strip()
        for each in srcset.split(",")
    )
