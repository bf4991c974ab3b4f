"""Rendition sizes: the files stored for a picture, whole or cut."""

from __future__ import annotations

import re
from dataclasses import dataclass

WIDTHS = (360, 720, 1200, 1920)
PREVIEW = 1200
MAX_WEBP_SIDE = 16_383  # pixels, RFC 9649 §2.6
BESIDE_WEBP = {"jpeg": "jpg", "png": "png"}
WHOLE = re.compile(
    r"(?P<stem>[0-9a-f]{2}/[0-9a-f]{16})-(?P<width>[0-9]{1,5})\.(?P<suffix>jpg|png|webp)"
)


@dataclass(frozen=True)
class RenditionSet:
    """All renditions of a picture or of its cut.

    `stem` names the picture, `cut` the cut; `width` and `height` are the largest size in pixels.
    `format` is for browsers without WebP: jpeg or png; webp if there are no other files.
    """

    stem: str
    width: int
    height: int
    format: str
    cut: str = ""

    @classmethod
    def of_file(cls, file: str, ratio: float) -> RenditionSet | None:
        """Return the set whose largest rendition is this file, with width / height `ratio`.

        None if the name is not one of ours.
        """
        if not (match := WHOLE.fullmatch(file)) or not (width := int(match["width"])):
            return None
        formats = {suffix: name for name, suffix in BESIDE_WEBP.items()}
        format = formats.get(match["suffix"], "webp")
        return cls(match["stem"], width, max(1, round(width / ratio)), format)

    @property
    def widths(self) -> list[int]:
        """The stored widths in pixels: the standard ones below the picture's own, and its own."""
        return [*(width for width in WIDTHS if width < self.width), self.width]

    @property
    def preview(self) -> str:
        """The rendition for link previews on other sites: JPEG, which all of them support."""
        return self.file(self.nearest(PREVIEW), "jpeg")

    def height_at(self, width: int) -> int:
        """Return the height in pixels of the rendition with this width."""
        return max(1, round(width * self.height / self.width))

    def file(self, width: int, format: str | None = None) -> str:
        """Return a rendition's name below the media folder."""
        suffix = BESIDE_WEBP.get(format or self.format, "webp")
        return f"{self.stem}-{width}{self.cut}.{suffix}"

    def formats_at(self, width: int) -> set[str]:
        """Return the formats stored at a width: WebP, `format`, and JPEG for the preview.

        A size that WebP cannot have is stored in the other formats alone.
        """
        formats = {self.format, "jpeg"} if width == self.nearest(PREVIEW) else {self.format}
        return formats | ({"webp"} if self.fits_webp(width) else set())

    def fits_webp(self, width: int) -> bool:
        """True if the rendition with this width is not too large for WebP."""
        return width <= MAX_WEBP_SIDE and self.height_at(width) <= MAX_WEBP_SIDE

    def widths_in(self, format: str | None = None) -> list[int]:
        """Return the widths in pixels that are stored in this format, else in `format`."""
        if (format or self.format) != "webp" or self.fits_webp(self.width):
            return self.widths
        return [width for width in self.widths if self.fits_webp(width)]

    def files(self) -> set[str]:
        """Return the names of all renditions."""
        return {self.file(width, each) for width in self.widths for each in self.formats_at(width)}

    def nearest(self, width: int) -> int:
        """Return the widest rendition up to this width, else the narrowest."""
        return max((each for each in self.widths if each <= width), default=self.widths[0])
