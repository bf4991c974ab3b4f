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
MIN_LARGE_WIDTH, MIN_LARGE_HEIGHT = 600, 315  # pixels, of Facebook; X takes 300 × 157


@dataclass(frozen=True)
class ShareImage:
    """A picture with its absolute address. `width` and `height` are in pixels."""

    address: str
    type: str
    width: int
    height: int
    alt: str = ""

    @property
    def card(self) -> str:
        """The Twitter card: a large picture above the link, or a small one beside it."""
        is_large = self.width >= MIN_LARGE_WIDTH and self.height >= MIN_LARGE_HEIGHT
        return "summary_large_image" if is_large else "summary"


def share_image(article: Article | None = None) -> ShareImage:
    """Return the story's picture, else the one chosen for the whole site, else Portal's own.

    A picture that is too small for other sites to show is passed over. The format is JPEG or PNG: some sites cannot show WebP, and none can show a drawn cover.
    """
    for image in (article.image if article else None, edition().share_image):
        if image and not image.is_too_small_for_cards:
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
