"""Uploaded files as the export lists them, and pictures as we have them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from portal.transfer.wordpress.wxr.export import Item, plain, words_of

PICTURE_SUFFIXES = (".jpg", ".jpeg", ".jpe", ".png", ".gif", ".webp", ".avif", ".bmp", ".tif",
                    ".tiff", ".heic", ".heif", ".svg", ".ico")  # fmt: skip
SOUND_AND_FILM_SUFFIXES = (".mp3", ".m4a", ".ogg", ".oga", ".wav", ".wma", ".flac", ".mp4", ".m4v",
                           ".webm", ".ogv", ".mov")  # fmt: skip
# WordPress.com's picture servers, which have the site's host as the first part of the path.
PROXY_HOST = re.compile(r"i[0-9]\.wp\.com")


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
        """Read an item of the kind `attachment`."""
        return cls(
            item.id,
            item.file,
            plain(item.meta_value("_wp_attachment_image_alt")),
            words_of(item.excerpt),
            item.parent,
            item.link,
        )

    @property
    def is_picture(self) -> bool:
        return file_path_of(self.address).lower().endswith(PICTURE_SUFFIXES)

    @property
    def is_sound_or_film(self) -> bool:
        return file_path_of(self.address).lower().endswith(SOUND_AND_FILM_SUFFIXES)


class PictureUnavailable(Exception):
    """The reason that there is no picture, in words that follow its name."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of ours and its address; `id` is None in a dry run."""

    id: int | None
    address: str
    width: int
    height: int


def is_upload(address: str) -> bool:
    """True if the address is that of an uploaded file."""
    path = address.partition("?")[0]
    return "/uploads/" in path or path.lower().endswith(PICTURE_SUFFIXES)


def file_path_of(address: str) -> str:
    """Return the path of a file, which names it on whatever host it is served from."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    path = parts.path
    if PROXY_HOST.fullmatch(parts.hostname or ""):
        path = "/" + path.lstrip("/").partition("/")[2]
    return unquote(path)
