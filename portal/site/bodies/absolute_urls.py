"""A body's addresses, written out whole for whoever reads it away from the site."""

from __future__ import annotations

from urllib.parse import urljoin

from lxml import html

from portal.site.bodies.embeds import replace_by_link
from portal.web.media import media_address
from portal.web.rendering import absolute

MEDIA = "/media/"
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
                element.set(name, whole(value))
    return (root.text or "") + "".join(html.tostring(child, encoding="unicode") for child in root)


def whole(path: str) -> str:
    """The whole address of a path; that of a picture is where the operator serves them from."""
    if path.startswith(MEDIA):
        path = media_address(path.removeprefix(MEDIA))
    return urljoin(absolute("/"), path)
