"""The picture that other sites show beside a link to ours (Open Graph)."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

from portal.models import Article, Image
from portal.models.media.rendition_sizes import PREVIEW
from portal.site.edition import edition
from portal.web.media import media_address
from portal.web.rendering import absolute

OURS = ("og.png", 1200, 630)


@dataclass(frozen=True)
class ShareImage:
    """Width and height in pixels."""

    address: str
    type: str
    width: int
    height: int
    alt: str = ""


def share_image(article: Article | None = None) -> ShareImage:
    """The story's picture, else the one chosen for the whole site, else our mark.

    Always JPEG or PNG: not every site that shows links takes WebP, and none takes a drawn cover.
    """
    if image := (article and article.image) or edition().share_image:
        return share_image_of(image)
    name, width, height = OURS
    address = current_app.extensions["assets"].address(name)
    return ShareImage(absolute(address), "image/png", width, height)


def share_image_of(image: Image) -> ShareImage:
    frame = image.rendition_set(cut=True)
    address = media_address(frame.preview)
    return ShareImage(
        address=absolute(address) if address.startswith("/") else address,
        type="image/jpeg",
        width=frame.nearest(PREVIEW),
        height=frame.height_at(frame.nearest(PREVIEW)),
        alt=image.alt,
    )
