"""The pictures of a story's body, in the sizes that are kept of them."""

from __future__ import annotations

from flask_babel import gettext as _
from lxml import html
from lxml.html import HtmlElement

from portal.models.media.rendition_sizes import RenditionSet
from portal.site.bodies.elements import replace_by
from portal.web.media import media_address, srcset

SIZES = "(min-width: 40rem) 37rem, 92vw"
SIZES_IN_A_GALLERY = "(min-width: 40rem) 18rem, 45vw"
USUAL = 3 / 2


def show_in_sizes(root: HtmlElement) -> None:
    """Let a browser choose each picture's size, and fetch it when it comes near.

    A stored body names the largest rendition, and all others follow from that name. A picture
    of another site's is a link to it: nothing is loaded from elsewhere.
    """
    for figure in root.iter("figure"):
        figure.set("class", figure.get("class", "figure"))
    for image in list(root.iter("img")):
        frame = frame_of(image)
        replace_by(image, in_sizes(image, frame) if frame else as_words(image))


def frame_of(image: HtmlElement) -> RenditionSet | None:
    """The picture's frame; None when it is none of ours."""
    address = image.get("src", "")
    width, height = pixels(image, "width"), pixels(image, "height")
    ratio = width / height if width and height else USUAL
    file = address.removeprefix("/media/")
    return RenditionSet.of_file(file, ratio) if file != address else None


def pixels(image: HtmlElement, side: str) -> int:
    text = image.get(side, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def in_sizes(image: HtmlElement, frame: RenditionSet) -> HtmlElement:
    """`<picture>` with WebP and what stands beside it."""
    in_gallery = len(list(image.iterancestors("figure"))) > 1
    sizes = SIZES_IN_A_GALLERY if in_gallery else SIZES
    picture = html.Element("picture")
    if frame.format != "webp":
        source = {"type": "image/webp", "srcset": srcset(frame, "webp"), "sizes": sizes}
        picture.append(html.Element("source", source))
    shown = {
        "src": media_address(frame.file(frame.nearest(1200))),
        "srcset": srcset(frame),
        "sizes": sizes,
        "width": str(frame.width),
        "height": str(frame.height),
        "alt": image.get("alt", ""),
        "loading": "lazy",
        "decoding": "async",
    }
    if frame.format == "png":
        shown["class"] = "drawn"
    picture.append(html.Element("img", shown))
    return picture


def as_words(image: HtmlElement) -> HtmlElement:
    """“Picture: a ferry”, leading to where it is; within a link, the words alone."""
    address = image.get("src", "")
    is_linked = any(parent.tag == "a" for parent in image.iterancestors())
    if address.startswith(("https://", "http://")) and not is_linked:
        words = html.Element("a", {"href": address, "rel": "noopener"})
    else:
        words = html.Element("span")
    words.text = _("Picture: %(what)s", what=image.get("alt") or _("without words"))
    return words
