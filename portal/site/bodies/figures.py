"""The pictures of a body, in the sizes that are stored of them."""

from __future__ import annotations

from flask_babel import gettext as _
from lxml import html
from lxml.html import HtmlElement

from portal.models.media.rendition_sizes import RenditionSet
from portal.site.bodies.elements import replace_by
from portal.web.media import media_address, srcset

SIZES = "(min-width: 40rem) 37rem, 92vw"
SIZES_IN_A_GALLERY = "(min-width: 40rem) 18rem, 45vw"
DEFAULT_RATIO = 3 / 2
FALLBACK_WIDTH = 1200
MAX_PIXEL_DIGITS = 5


def offer_sizes(root: HtmlElement) -> None:
    """Replace each picture by one that offers several sizes and loads when it comes near.

    A stored body names the largest rendition; the names of the others follow from it. A picture
    of another site becomes a link: nothing is loaded from other sites.
    """
    for figure in root.iter("figure"):
        figure.set("class", figure.get("class", "figure"))
    for image in list(root.iter("img")):
        renditions = renditions_of(image)
        replace_by(image, picture_element(image, renditions) if renditions else link_to(image))


def renditions_of(image: HtmlElement) -> RenditionSet | None:
    """Return the renditions of the picture; None for a picture that is not the site's own."""
    address = image.get("src", "")
    width, height = pixels(image, "width"), pixels(image, "height")
    ratio = width / height if width and height else DEFAULT_RATIO
    file = address.removeprefix("/media/")
    return RenditionSet.of_file(file, ratio) if file != address else None


def pixels(image: HtmlElement, side: str) -> int:
    text = image.get(side, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_PIXEL_DIGITS else 0


def picture_element(image: HtmlElement, renditions: RenditionSet) -> HtmlElement:
    """Return `<picture>` with WebP and the format for browsers without it."""
    is_in_gallery = len(list(image.iterancestors("figure"))) > 1
    sizes = SIZES_IN_A_GALLERY if is_in_gallery else SIZES
    picture = html.Element("picture")
    if renditions.format != "webp":
        source = {"type": "image/webp", "srcset": srcset(renditions, "webp"), "sizes": sizes}
        picture.append(html.Element("source", source))
    attributes = {
        "src": media_address(renditions.file(renditions.nearest(FALLBACK_WIDTH))),
        "srcset": srcset(renditions),
        "sizes": sizes,
        "width": str(renditions.width),
        "height": str(renditions.height),
        "alt": image.get("alt", ""),
        "loading": "lazy",
        "decoding": "async",
    }
    if renditions.format == "png":
        attributes["class"] = "drawn"
    picture.append(html.Element("img", attributes))
    return picture


def link_to(image: HtmlElement) -> HtmlElement:
    """Return “Picture: a ferry” as a link to the picture; within another link, as plain text."""
    address = image.get("src", "")
    is_linked = any(parent.tag == "a" for parent in image.iterancestors())
    if address.startswith(("https://", "http://")) and not is_linked:
        element = html.Element("a", {"href": address, "rel": "noopener"})
    else:
        element = html.Element("span")
    element.text = _("Picture: %(what)s", what=image.get("alt") or _("no description"))
    return element
