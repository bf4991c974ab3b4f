"""The picture that other sites show beside a link to ours (Open Graph)."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

from portal.models import Article, Image
from portal.models.media.rendition_sizes import PREVIEW
from portal.site.edition import edition
from portal.web.media import media_address
from portal.web.rendering import absolute

FALLBACK_FILE, FALLBACK_WIDTH, FALLBACK_HEIGHT = "og.png", 1200, 630


@dataclass(frozen=True)
class ShareImage:
    """A picture with its absolute address. `width` and `height` are in pixels."""

    address: str
    type: str
    width: int
    height: int
    alt: str = ""


def share_image(article: Article | None = None) -> ShareImage:
    """Return the story's picture, else the one chosen for the whole site, else Portal's own.

    The format is JPEG or PNG: some sites cannot show WebP, and none can show a drawn cover.
    """
    image = article.image if article else None
    if image := image or edition().share_image:
        return share_image_of(image)
    address = current_app.extensions["assets"].address(FALLBACK_FILE)
    return ShareImage(absolute(address), "image/png", FALLBACK_WIDTH, FALLBACK_HEIGHT)


def share_image_of(image: Image) -> ShareImage:
    renditions = image.rendition_set(cut=True)
    address = media_address(renditions.preview)
    return ShareImage(
        address=absolute(address) if address.startswith("/") else address,
        type="image/jpeg",
        width=renditions.nearest(PREVIEW),
        height=renditions.height_at(renditions.nearest(PREVIEW)),
        alt=image.alt,
    )
