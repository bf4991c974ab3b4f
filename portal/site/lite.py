"""The lite version: no scripts, no pictures unless asked for, a whole story in the first round trip."""

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
    """The address of a path of this site, lite where the reader reads lite."""
    if not is_lite() or not path.startswith("/") or path.startswith("//"):
        return path
    words, mark, fragment = path.partition("#")
    return f"{words}{'&' if '?' in words else '?'}lite=1{mark}{fragment}"


def lighten(root: HtmlElement) -> None:
    """Let the links of a body lead on to lite pages, and put words where its pictures stand."""
    for anchor in root.iter("a"):
        anchor.set("href", link(anchor.get("href", "")))
    if not wants_pictures():
        for image in list(root.iter("img")):
            replace_by_words(image)


def replace_by_words(image: HtmlElement) -> None:
    """“Picture: a map of the delta. Show pictures”, in place of the figure or the picture."""
    figure = next(image.iterancestors("figure"), None)
    seen = figure if figure is not None else image
    said = figure.findtext("figcaption") if figure is not None else ""
    words = html.Element("p", {"class": "small"})
    words.text = _("Picture: %(what)s", what=image.get("alt") or said or _("without words")) + " "
    show = html.Element("a", {"href": here(pictures="1")})
    show.text = _("Show pictures")
    words.append(show)
    replace_by(seen, words)
