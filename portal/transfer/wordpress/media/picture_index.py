"""The old site's pictures: which attachment an address shows, and how a body shows ours instead."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cached_property
from html import escape

from lxml.etree import _Element as Element

from portal.transfer.wordpress.body.shortcodes import Shortcode
from portal.transfer.wordpress.media.attachment import (
    PROXY_HOST,
    Attachment,
    Picture,
    PictureUnavailable,
    file_path_of,
    is_upload,
)
from portal.transfer.wordpress.media.picture_importer import PictureImporter
from portal.transfer.wordpress.wxr.export import host_of

Remark = Callable[[str], None]

SIZE_SUFFIX = re.compile(r"-\d{1,5}x\d{1,5}(?=\.\w+$)")
VERSION_SUFFIX = re.compile(r"(?:-scaled|-rotated|-e\d{10,})+(?=\.\w+$)")
ATTACHMENT_CLASS = re.compile(r"\bwp-image-(\d+)\b")


class PictureIndex:
    """Attachments by their numbers and file paths, and the importer of their pictures."""

    def __init__(
        self, site: str, attachments: Iterable[Attachment], importer: PictureImporter
    ) -> None:
        self.importer = importer
        self.by_id = {each.id: each for each in attachments}
        self.by_path: dict[str, str] = {}
        self.hosts = {host_of(f"//{site}")}
        for each in self.by_id.values():
            path = file_path_of(each.address)
            self.hosts.add(host_of(each.address))
            self.by_path[path] = each.id
            self.by_path.setdefault(VERSION_SUFFIX.sub("", path), each.id)

    @cached_property
    def children(self) -> dict[str, list[str]]:
        """The ids of the pictures uploaded to each text, which galleries without ids show."""
        children: dict[str, list[str]] = defaultdict(list)
        for each in self.by_id.values():
            if each.is_picture:
                children[each.parent].append(each.id)
        return children

    def featured(self, attachment_id: str) -> Picture | None:
        """Return the picture of an attachment; None if neither the export nor Portal has it.

        Raises PictureUnavailable.
        """
        if attachment := self.by_id.get(attachment_id):
            return self.get_or_import(attachment.address, attachment)
        return self.importer.previous_picture(attachment_id)

    def get_or_import(self, address: str, attachment: Attachment | None) -> Picture:
        """Return the picture of an attachment, or else of an address. Raises PictureUnavailable."""
        if attachment is None:
            return self.importer.get_or_import(f"file {file_path_of(address)}", address)
        key = f"attachment {attachment.id}"
        return self.importer.get_or_import(key, attachment.address, attachment)

    def attachment_at(self, address: str, number: str = "") -> Attachment | None:
        """Return the attachment shown at an address in any size, or the one with this number."""
        if number in self.by_id:
            return self.by_id[number]
        path = file_path_of(address)
        without_size = SIZE_SUFFIX.sub("", path)
        for each in (path, without_size, VERSION_SUFFIX.sub("", without_size)):
            if each in self.by_path:
                return self.by_id[self.by_path[each]]
        return None

    def is_on_site(self, address: str) -> bool:
        """True if the address is relative, on a host of the site's uploads, or on a picture proxy."""
        host = host_of(address)
        return not host or host in self.hosts or bool(PROXY_HOST.fullmatch(host))

    def replace_picture(self, image: Element, remark: Remark) -> None:
        """Show our picture instead of the old site's; remove it from the text if there is none."""
        address = (image.get("src") or "").strip()
        number = ATTACHMENT_CLASS.search(image.get("class", ""))
        attachment = self.attachment_at(address, number[1] if number else "")
        if attachment is None and not (self.is_on_site(address) and is_upload(address)):
            return
        previous = (
            self.importer.previous_picture(number[1]) if number and attachment is None else None
        )
        image.attrib.pop("title", None)  # WordPress puts the file's name there
        try:
            picture = previous or self.get_or_import(address, attachment)
        except PictureUnavailable as unavailable:
            remark(f"a picture is missing from the text: {unavailable}")
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

    def replace_link(self, link: Element) -> None:
        """Unlink a picture from its own file or page; lead other links to our file."""
        address = (link.get("href") or "").strip()
        has_picture = bool(len(link)) and next(link.iter("img"), None) is not None
        if has_picture and "attachment" in link.get("rel", ""):
            link.attrib.pop("href", None)
        elif self.is_on_site(address) and is_upload(address):
            attachment = self.attachment_at(address)
            if has_picture:
                link.attrib.pop("href", None)
            elif attachment and attachment.is_picture:
                with suppress(PictureUnavailable):
                    link.set("href", self.get_or_import(address, attachment).address)

    def gallery(self, item_id: str, code: Shortcode) -> str:
        """Return a gallery of the pictures that it names, or else of all uploaded to its story."""
        chosen = code.named.get("ids") or code.named.get("include") or ""
        excluded = numbers_in(code.named.get("exclude", ""))
        children = self.children.get(code.named.get("id") or item_id, [])
        ids = numbers_in(chosen) or [id for id in children if id not in excluded]
        figures = [figure_of(self.by_id[id]) for id in ids if id in self.by_id]
        return f"<figure>{''.join(figures)}</figure>" if figures else ""


def figure_of(attachment: Attachment) -> str:
    return (
        f'<figure><img class="wp-image-{escape(attachment.id)}" src="{escape(attachment.address)}" '
        f'alt="{escape(attachment.alt)}"><figcaption>{escape(attachment.caption)}</figcaption></figure>'
    )


def numbers_in(text: str) -> list[str]:
    return re.findall(r"\d+", text)
