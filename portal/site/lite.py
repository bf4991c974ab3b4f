"""The lite version: no scripts, pictures only on request, a whole story in the first round trip."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _
from lxml import html
from lxml.html import HtmlElement

from portal.site.bodies.elements import replace_by
from portal.web.rendering import here


def is_lite() -> bool:
    return request.args.get("lite") == "1"


def wants_pictures() -> bool:
    return request.args.get("pictures") == "1"


def link(path: str) -> str:
    """Return the address of a path of this site, the lite one if this page is lite."""
    if not is_lite() or not path.startswith("/") or path.startswith("//"):
        return path
    page, mark, fragment = path.partition("#")
    return f"{page}{'&' if '?' in page else '?'}lite=1{mark}{fragment}"


def lighten(root: HtmlElement) -> None:
    """Make the links of a body lead to lite pages, and replace its pictures by text."""
    for anchor in root.iter("a"):
        anchor.set("href", link(anchor.get("href", "")))
    if not wants_pictures():
        for image in list(root.iter("img")):
            replace_by_text(image)


def replace_by_text(image: HtmlElement) -> None:
    """Replace a picture or its figure by “Picture: a map of the delta. Show pictures”."""
    figure = next(image.iterancestors("figure"), None)
    replaced = image if figure is None else figure
    caption = "" if figure is None else figure.findtext("figcaption")
    description = image.get("alt") or caption or _("no description")
    text = html.Element("p", {"class": "small"})
    text.text = _("Picture: %(what)s", what=description) + " "
    show = html.Element("a", {"href": here(pictures="1")})
    show.text = _("Show pictures")
    text.append(show)
    replace_by(replaced, text)
