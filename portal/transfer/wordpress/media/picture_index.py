"""The old site's pictures: which attachment an address shows, and the importer of its picture."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from html import escape

from portal.transfer.wordpress.body.attributes import Shortcode
from portal.transfer.wordpress.media.attachment import (
    PROXY_HOST,
    Attachment,
    Picture,
    file_path_of,
)
from portal.transfer.wordpress.media.picture_importer import PictureImporter
from portal.transfer.wordpress.wxr.export import host_of

SIZE_SUFFIX = re.compile(r"-\d{1,5}x\d{1,5}(?=\.\w+$)")
VERSION_SUFFIX = re.compile(r"(?:-scaled|-rotated|-e\d{10,})+(?=\.\w+$)")


class PictureIndex:
    """Attachments by their numbers and file paths."""

    def __init__(
        self, site: str, attachments: Iterable[Attachment], importer: PictureImporter
    ) -> None:
        self.importer = importer
        self.by_id = {each.id: each for each in attachments}
        self.by_path: dict[str, str] = {}
        self.site_host = host_of(f"//{site}")
        self.hosts = {self.site_host}
        for each in self.by_id.values():
            path = file_path_of(each.address)
            self.hosts.add(host_of(each.address))
            self.by_path[path] = each.id
            self.by_path.setdefault(VERSION_SUFFIX.sub("", path), each.id)

    @cached_property
    def children(self) -> dict[str, list[str]]:
        """The ids of the files uploaded to each text, which galleries without ids show."""
        children: dict[str, list[str]] = defaultdict(list)
        for each in self.by_id.values():
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
        """Return the attachment that an address shows in any size.

        On the site's own hosts a number counts, because editors' texts have that of the picture. On
        another host it must agree with the path: the number may be that of another site's picture.
        """
        at_path = self.attachment_with_path(file_path_of(address))
        if self.is_on_site(address):
            return self.by_id.get(number) or at_path
        return at_path if at_path and at_path.id == number else None

    def attachment_with_path(self, path: str) -> Attachment | None:
        without_size = SIZE_SUFFIX.sub("", path)
        for each in (path, without_size, VERSION_SUFFIX.sub("", without_size)):
            if each in self.by_path:
                return self.by_id[self.by_path[each]]
        return None

    def is_on_site(self, address: str) -> bool:
        """True if the address is relative, or on a host of the site or of its uploads."""
        host = host_of(address)
        if PROXY_HOST.fullmatch(host):
            path = address.partition("//")[2].partition("/")[2]
            host = host_of(f"//{path}")
        return not host or host in self.hosts or host.endswith(f".{self.site_host}")

    # What shortcodes show

    def gallery(self, item_id: str, code: Shortcode) -> str:
        """Return a gallery of the pictures that it names, or else of all uploaded to its story."""
        chosen = numbers_in(code.first("ids", "include"))
        excluded = numbers_in(code.named.get("exclude", ""))
        children = self.children.get(code.named.get("id") or item_id, [])
        ids = chosen or [id for id in children if id not in excluded]
        return self.figures([id for id in ids if id in self.by_id and self.by_id[id].is_picture])

    def figures(self, ids: list[str]) -> str:
        """Return the attachments with these ids as figures within one, or alone."""
        figures = [figure_of(self.by_id[id]) for id in ids if id in self.by_id]
        return f"<figure>{''.join(figures)}</figure>" if len(figures) > 1 else "".join(figures)

    def playlist(self, item_id: str, code: Shortcode) -> str:
        """Return the sounds or films that a playlist names, or else all uploaded to its story."""
        ids = numbers_in(code.first("ids", "include")) or self.children.get(item_id, [])
        files = [self.by_id[id] for id in ids if id in self.by_id]
        return "\n".join(
            f'<audio src="{escape(file.address)}"></audio>'
            for file in files
            if file.is_sound_or_film
        )


def figure_of(attachment: Attachment) -> str:
    return (
        f'<figure><img class="wp-image-{escape(attachment.id)}" src="{escape(attachment.address)}" '
        f'alt="{escape(attachment.alt)}"><figcaption>{escape(attachment.caption)}</figcaption></figure>'
    )


def numbers_in(text: str) -> list[str]:
    return re.findall(r"\d+", text)
