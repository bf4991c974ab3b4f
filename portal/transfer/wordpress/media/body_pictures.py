"""Replaces the old site's pictures and files in the tree of a body with ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress

from lxml.etree import _Element as Element

from portal.transfer.wordpress.media.attachment import (
    PictureUnavailable,
    file_path_of,
    is_upload,
)
from portal.transfer.wordpress.media.picture_index import SIZE_SUFFIX, PictureIndex

ATTACHMENT_CLASS = re.compile(r"\bwp-image-(\d+)\b")
# Scripts that load pictures late store the address here, and a placeholder in `src`.
LAZY_ADDRESSES = ("data-src", "data-lazy-src", "data-original", "data-lazy", "data-srcset",
                  "data-lazy-srcset")  # fmt: skip
OTHER_ADDRESSES = ("srcset", "data-orig-file", "data-large-file", "data-full-url",
                   "data-medium-file")  # fmt: skip
AMP_TAGS = {"amp-img": "img", "amp-anim": "img", "amp-video": "video", "amp-audio": "audio",
            "amp-iframe": "iframe"}  # fmt: skip
AMP_EMBEDS = {
    "amp-youtube": ("data-videoid", "https://www.youtube.com/watch?v={}"),
    "amp-vimeo": ("data-videoid", "https://vimeo.com/{}"),
    "amp-dailymotion": ("data-videoid", "https://www.dailymotion.com/video/{}"),
    "amp-twitter": ("data-tweetid", "https://twitter.com/i/status/{}"),
    "amp-instagram": ("data-shortcode", "https://www.instagram.com/p/{}/"),
    "amp-facebook": ("data-href", "{}"),
}
Remark = Callable[[str], None]


def prepare_pictures(root: Element) -> None:
    """Give every picture its real address in `src`, and remove the copies for other browsers."""
    for element in list(root.iter(*AMP_TAGS, *AMP_EMBEDS)):
        convert_amp(element)
    for image in root.iter("img"):
        if address := address_of(image):
            image.set("src", address)
        for name in (*LAZY_ADDRESSES, *OTHER_ADDRESSES):
            image.attrib.pop(name, None)
    shown = {path_in(image) for image in root.iter("img") if not is_in_noscript(image)}
    for element in list(root.iter("noscript")):
        paths = {path_in(image) for image in element.iter("img")}
        if paths and shown.isdisjoint(paths):
            element.tag = "div"
            shown |= paths
        else:
            remove(element)


def convert_amp(element: Element) -> None:
    """Turn an element of AMP into that of HTML, without its fallbacks."""
    if element.tag in AMP_TAGS:
        element.tag = AMP_TAGS[element.tag]
        for child in list(element.iterchildren()):
            if child.tag != "source":
                element.remove(child)
        return
    attribute, address = AMP_EMBEDS[element.tag]
    if value := element.get(attribute):
        element.tag = "portal-embed"
        element.set("address", address.format(value))


def address_of(image: Element) -> str:
    """Return the address of the picture that readers see, of the largest size that is named."""
    own = (image.get("src") or "").strip()
    names = [*LAZY_ADDRESSES, "src", *OTHER_ADDRESSES]
    for name in names:
        value = own if name == "src" else (image.get(name) or "").strip()
        address = largest_of(value) if "srcset" in name else value
        if address and not address.startswith("data:"):
            return address
    for picture in image.iterancestors("picture"):
        for source in picture.iter("source"):
            for name in ("data-srcset", "srcset"):
                if address := largest_of(source.get(name) or ""):
                    return address
    return ""


def largest_of(srcset: str) -> str:
    """Return the address with the largest width or density of a `srcset`."""
    best, size = "", -1.0
    for candidate in re.split(r",\s+|,(?=https?:|/)", srcset.strip()):
        address, _, description = candidate.strip().partition(" ")
        number = re.match(r"[\d.]+", description.strip())
        with suppress(ValueError):
            if address and (value := float(number[0]) if number else 0.0) > size:
                best, size = address, value
    return "" if best.startswith("data:") else best


def path_in(image: Element) -> str:
    return SIZE_SUFFIX.sub("", file_path_of(image.get("src") or ""))


def is_in_noscript(element: Element) -> bool:
    return next(element.iterancestors("noscript"), None) is not None


def remove(element: Element) -> None:
    """Remove an element, and keep the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        previous = element.getprevious()
        if previous is None:
            parent.text = (parent.text or "") + element.tail
        else:
            previous.tail = (previous.tail or "") + element.tail
    parent.remove(element)


def replace_picture(image: Element, pictures: PictureIndex, remark: Remark) -> None:
    """Show our picture instead of the old site's; remove it from the text if there is none."""
    address = (image.get("src") or "").strip()
    number = ATTACHMENT_CLASS.search(image.get("class", ""))
    attachment = pictures.attachment_at(address, number[1] if number else "")
    is_own = pictures.is_on_site(address)
    if attachment is None and not (is_own and is_upload(address)):
        return
    previous = (
        pictures.importer.previous_picture(number[1])
        if number and attachment is None and is_own
        else None
    )
    image.attrib.pop("title", None)  # WordPress puts the file's name there
    try:
        picture = previous or pictures.get_or_import(address, attachment)
    except PictureUnavailable as unavailable:
        remark(f"a picture is missing from the text: {unavailable}")
        image.set("src", "")
        return
    alt = image.get("alt") or (attachment.alt if attachment else "")
    values = (picture.address, alt, str(picture.width), str(picture.height))
    for name, value in zip(("src", "alt", "width", "height"), values, strict=True):
        image.set(name, value)


def replace_link(link: Element, pictures: PictureIndex) -> None:
    """Unlink a picture from its own file or page; lead other links to our file."""
    address = (link.get("href") or "").strip()
    has_picture = bool(len(link)) and next(link.iter("img"), None) is not None
    if has_picture and "attachment" in link.get("rel", ""):
        link.attrib.pop("href", None)
    elif pictures.is_on_site(address) and is_upload(address):
        attachment = pictures.attachment_at(address)
        if has_picture:
            link.attrib.pop("href", None)
        elif attachment and attachment.is_picture:
            with suppress(PictureUnavailable):
                link.set("href", pictures.get_or_import(address, attachment).address)


def remove_download_buttons(root: Element) -> None:
    """Remove the button of a file block, which repeats the link before it, and its preview."""
    for block in list(blocks_of_files(root)):
        links = list(block.iter("a"))
        named = {
            link.get("href") for link in links if not is_button(link) and "".join(link.itertext())
        }
        for link in links:
            if is_button(link) and link.get("href") in named:
                remove(link)
        for element in list(block.iter("object", "embed", "iframe")):
            if named:
                remove(element)


def blocks_of_files(root: Element) -> Iterator[Element]:
    return (each for each in root.iter("div") if "wp-block-file" in each.get("class", "").split())


def is_button(link: Element) -> bool:
    return "wp-block-file__button" in link.get("class", "")
