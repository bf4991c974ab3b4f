"""The old site's pictures: which there are, which we have, and how a body shows them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Protocol
from urllib.parse import unquote, urlsplit

from lxml.etree import _Element as Element

from portal.transfer.wordpress.body.shortcodes import Shortcode
from portal.transfer.wordpress.wxr.export import Item, host_of, plain, words_of

Tell = Callable[[str], None]

SIZE = re.compile(r"-\d{1,5}x\d{1,5}(?=\.\w+$)")
VERSION = re.compile(r"(?:-scaled|-rotated|-e\d{10,})+(?=\.\w+$)")
NUMBER = re.compile(r"\bwp-image-(\d+)\b")
# WordPress.com's picture servers, which carry the site's host in the path.
PROXIES = re.compile(r"i[0-9]\.wp\.com")
PICTURES = (".jpg", ".jpeg", ".jpe", ".png", ".gif", ".webp", ".avif", ".bmp", ".tif", ".tiff",
            ".heic", ".heif", ".svg", ".ico")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attachment:
    """An uploaded file as the export lists it."""

    id: str
    address: str
    alt: str
    caption: str
    parent: str
    link: str

    @classmethod
    def of(cls, item: Item) -> Attachment:
        return cls(
            item.id,
            item.file,
            plain(item.said("_wp_attachment_image_alt")),
            words_of(item.excerpt),
            item.parent,
            item.link,
        )

    @property
    def is_picture(self) -> bool:
        return file_of(self.address).lower().endswith(PICTURES)


class Lost(Exception):
    """Why a picture cannot be had, in words that follow its name."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that we have, at its address on our site; `id` is None in a dry run."""

    id: int | None
    address: str
    width: int
    height: int


class Darkroom(Protocol):
    is_away: bool

    def kept(self, attachment_id: str) -> Picture | None:
        """The picture of an attachment, where that was printed before."""

    def print(self, key: str, address: str, attachment: Attachment | None) -> Picture:
        """The picture kept under this key, taken from its address the first time. Raises Lost."""


class Album:
    def __init__(self, site: str, attachments: Iterable[Attachment], darkroom: Darkroom) -> None:
        self.darkroom = darkroom
        self.by_id = {each.id: each for each in attachments}
        self.by_file: dict[str, str] = {}
        self.hosts = {host_of(f"//{site}")}
        for each in self.by_id.values():
            self.hosts.add(host_of(each.address))
            self.by_file[file_of(each.address)] = each.id
            self.by_file.setdefault(VERSION.sub("", file_of(each.address)), each.id)

    @cached_property
    def children(self) -> dict[str, list[str]]:
        """The pictures that were uploaded to each text, which only galleries of the old kind ask for."""
        children: dict[str, list[str]] = defaultdict(list)
        for each in self.by_id.values():
            if each.is_picture:
                children[each.parent].append(each.id)
        return children

    def featured(self, attachment_id: str) -> Picture | None:
        """The picture of an attachment. Raises Lost; None where neither the export nor we have it."""
        if attachment := self.by_id.get(attachment_id):
            return self.print(attachment.address, attachment)
        return self.darkroom.kept(attachment_id)

    def print(self, address: str, attachment: Attachment | None) -> Picture:
        key = f"attachment {attachment.id}" if attachment else f"file {file_of(address)}"
        return self.darkroom.print(key, attachment.address if attachment else address, attachment)

    def attachment_at(self, address: str, named: str = "") -> Attachment | None:
        """The one that is shown at an address, in whatever size; `named` by its number, perhaps."""
        if named in self.by_id:
            return self.by_id[named]
        file = file_of(address)
        for each in (file, SIZE.sub("", file), VERSION.sub("", SIZE.sub("", file))):
            if each in self.by_file:
                return self.by_id[self.by_file[each]]
        return None

    def is_of_the_site(self, address: str) -> bool:
        host = host_of(address)
        return not host or host in self.hosts or bool(PROXIES.fullmatch(host))

    def place(self, image: Element, tell: Tell) -> None:
        """Show our own picture in the place of the old site's; take it out where we have none."""
        address = (image.get("src") or "").strip()
        number = NUMBER.search(image.get("class", ""))
        attachment = self.attachment_at(address, number[1] if number else "")
        if attachment is None and not (self.is_of_the_site(address) and is_upload(address)):
            return
        kept = self.darkroom.kept(number[1]) if number and attachment is None else None
        image.attrib.pop("title", None)  # WordPress puts the file's name there
        try:
            picture = kept or self.print(address, attachment)
        except Lost as lost:
            tell(f"a picture is left out of the text: {lost}")
            image.set("src", "")
            return
        alt = image.get("alt") or (attachment.alt if attachment else "")
        for name, value in (
            ("src", picture.address),
            ("alt", alt),
            ("width", str(picture.width)),
            ("height", str(picture.height)),
        ):
            image.set(name, value)

    def unlink(self, link: Element) -> None:
        """A picture that leads to its own file or page leads nowhere new; words lead to ours."""
        address = (link.get("href") or "").strip()
        is_picture = bool(len(link)) and next(link.iter("img"), None) is not None
        if is_picture and "attachment" in link.get("rel", ""):
            link.attrib.pop("href", None)
        elif self.is_of_the_site(address) and is_upload(address):
            attachment = self.attachment_at(address)
            if is_picture:
                link.attrib.pop("href", None)
            elif attachment and attachment.is_picture:
                with suppress(Lost):
                    link.set("href", self.print(address, attachment).address)

    def gallery(self, item_id: str, code: Shortcode) -> str:
        """The pictures that a gallery names, or else all that were uploaded to its story."""
        chosen = code.named.get("ids") or code.named.get("include") or ""
        left_out = numbers(code.named.get("exclude", ""))
        children = self.children.get(code.named.get("id") or item_id, [])
        ids = numbers(chosen) or [id for id in children if id not in left_out]
        figures = [figure(self.by_id[id]) for id in ids if id in self.by_id]
        return f"<figure>{''.join(figures)}</figure>" if figures else ""


def figure(attachment: Attachment) -> str:
    return (
        f'<figure><img class="wp-image-{escape(attachment.id)}" src="{escape(attachment.address)}" '
        f'alt="{escape(attachment.alt)}"><figcaption>{escape(attachment.caption)}</figcaption></figure>'
    )


def numbers(text: str) -> list[str]:
    return re.findall(r"\d+", text)


def is_upload(address: str) -> bool:
    path = address.partition("?")[0]
    return "/uploads/" in path or path.lower().endswith(PICTURES)


def file_of(address: str) -> str:
    """What names a file wherever it is served from: its path, without a proxy's host."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    path = parts.path
    if PROXIES.fullmatch(parts.hostname or ""):
        path = "/" + path.lstrip("/").partition("/")[2]
    return unquote(path)
