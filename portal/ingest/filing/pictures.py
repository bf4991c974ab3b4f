"""Pictures of items, stored as ours where the licence allows it. None that fails keeps its item out."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from time import monotonic
from urllib.parse import unquote, urlsplit

from lxml import etree

from portal.cleaning import finish, parse
from portal.extensions import db
from portal.ingest.parsing.bodies import enclosing, remove
from portal.ingest.parsing.items import FeedItem, FeedPicture
from portal.models import Image, Source
from portal.net.errors import FetchError
from portal.net.fetching import fetch

MAX_BYTES = 12_000_000
TIMEOUT_SECONDS = 15.0
BUDGET_SECONDS = 60.0  # for the pictures of one fetch of a feed
MAX_TRIES_PER_HOST = 2
MIN_WIDTH = 200  # pixels; smaller ones are icons and trackers
MAX_IN_BODY = 10

log = logging.getLogger("portal")


@dataclass
class PictureImport:
    """Fetches the pictures of one feed. A host that fails twice is left alone."""

    source: Source
    failures: Counter[str] = field(default_factory=Counter)
    stored: dict[str, Image | None] = field(default_factory=dict)
    ends_at: float = field(default_factory=lambda: monotonic() + BUDGET_SECONDS)

    def lead_image_id(self, item: FeedItem) -> int | None:
        """Store the item's first picture that can be had; return the id of its image."""
        for picture in item.pictures[:3]:
            if image := self.image_of(picture, item):
                return image.id
        return None

    def body_with_images(self, item: FeedItem) -> str:
        """Return the item's body with our images in place of the pictures; those that fail go."""
        root = parse(item.body)
        if root is None:
            return ""
        for number, each in enumerate(list(root.iter("img"))):
            picture = FeedPicture(each.get("src") or "", alt=each.get("alt") or "")
            image = self.image_of(picture, item) if number < MAX_IN_BODY else None
            if image is None:
                remove(enclosing(each))
            else:
                show(each, image)
        return finish(root)

    def image_of(self, picture: FeedPicture, item: FeedItem) -> Image | None:
        if 0 < picture.width < MIN_WIDTH:
            return None
        if picture.address not in self.stored:
            self.stored[picture.address] = self.store(picture, item)
        return self.stored[picture.address]

    def store(self, picture: FeedPicture, item: FeedItem) -> Image | None:
        """Fetch and store one picture with its credit, source and licence. Commits."""
        from portal.pictures import storage  # and Pillow, which most fetches do not need

        data = self.read(picture.address)
        if data is None:
            return None
        try:
            image = storage.store(
                data,
                file_name=PurePosixPath(unquote(urlsplit(picture.address).path)).name,
                alt=picture.alt,
                credit=picture.credit or item.publisher or self.source.name,
                source_address=item.address or picture.address,
            )
            license_image(image, self.source)
            db.session.commit()
            _ = image.id, image.digest, image.width, image.height, image.format, image.alt
        except (storage.PictureError, OSError) as error:
            db.session.rollback()
            log.info("%s: a picture could not be stored: %s", self.source.name, error)
            return None
        return image

    def read(self, address: str) -> bytes | None:
        host = urlsplit(address).hostname or ""
        if self.failures[host] >= MAX_TRIES_PER_HOST or monotonic() >= self.ends_at:
            return None
        try:
            response = fetch(address, accept="image/*", max_bytes=MAX_BYTES, timeout_seconds=TIMEOUT_SECONDS)  # fmt: skip
        except FetchError:
            self.failures[host] += 1
            return None
        return response.body if response.status == 200 else None


def license_image(image: Image, source: Source) -> None:
    """Note the terms of a new image; one that was in the library before keeps its own."""
    if not (image.licence or image.licence_address or image.licence_until):
        image.licence = source.licence[:300]
        image.licence_address = source.licence_address
        image.licence_until = source.licence_until


def show(element: etree._Element, image: Image) -> None:
    frame = image.rendition_set()
    element.set("src", f"/media/{frame.file(frame.width)}")
    element.set("width", str(frame.width))
    element.set("height", str(frame.height))
