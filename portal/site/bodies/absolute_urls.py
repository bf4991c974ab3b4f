"""A body with absolute addresses, for feeds and other readers outside the site."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from lxml import html
from lxml.html import HtmlElement

from portal.site.bodies.directions import base_direction, mark_directions
from portal.site.bodies.embeds import replace_by_link
from portal.web.media import media_address
from portal.web.rendering import absolute

MEDIA = "/media/"
ADDRESS_ATTRIBUTES = ("href", "src")


SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)


def with_absolute_urls(
    source: str, language: str | None = None, *, path: str = "/", anchor_prefix: str = ""
) -> str:
    """Return a cleaned body with absolute addresses, and with a link in place of each embed.

    Relative addresses resolve against `path`, the story's own; its links within the story lead to
    the page, where ids begin with `anchor_prefix`. Blocks that run against the direction of `language`
    are marked, as on the page.
    """
    if not source.strip():
        return ""
    root = html.fragment_fromstring(source, create_parent="div")
    for element in list(root.iter("portal-embed")):
        replace_by_link(element)
    mark_directions(root, source, base_direction(language))
    for link in root.iter("a"):
        if (address := link.get("href", "")).startswith("#"):
            link.set("href", f"{path}#{anchor_prefix}{address[1:]}")
    resolve_addresses(root, path)
    for element in root.iter():
        for name in ADDRESS_ATTRIBUTES:
            if (value := element.get(name, "")).startswith("/"):
                element.set(name, absolute_url(value))
    return (root.text or "") + "".join(html.tostring(child, encoding="unicode") for child in root)


def resolve_addresses(root: HtmlElement, path: str) -> None:
    """Resolve `?p=1`, `page.html` and `../x` against the story's own path: a list or feed has another."""
    for element in root.iter("a", "img"):
        for name in ADDRESS_ATTRIBUTES:
            address = element.get(name, "")
            if address and not address.startswith(("/", "#")) and not SCHEME.match(address):
                element.set(name, urljoin(path, address))


def absolute_url(path: str) -> str:
    """Return the absolute address of a path; a picture's is at the operator's MEDIA_URL."""
    if path.startswith(MEDIA):
        path = media_address(path.removeprefix(MEDIA))
    return urljoin(absolute("/"), path)
