"""A frame: a picture as it is shown, whole or cut, and the renditions that are kept of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

WIDTHS = (360, 720, 1200, 1920)
PREVIEW = 1200
BESIDE_WEBP = {"jpeg": "jpg", "png": "png"}
WHOLE = re.compile(
    r"(?P<stem>[0-9a-f]{2}/[0-9a-f]{16})-(?P<width>[0-9]{1,4})\.(?P<suffix>jpg|png|webp)"
)


@dataclass(frozen=True)
class RenditionSet:
    """`stem` names the picture and `cut` what is cut from it; `width` and `height` in pixels.

    `format` is what a browser without WebP gets: jpeg or png; webp where there is nothing else.
    """

    stem: str
    width: int
    height: int
    format: str
    cut: str = ""

    @classmethod
    def of_file(cls, file: str, ratio: float) -> RenditionSet | None:
        """The frame whose largest rendition this is, `ratio` wide to high; None: none of ours."""
        if not (match := WHOLE.fullmatch(file)) or not (width := int(match["width"])):
            return None
        formats = {suffix: name for name, suffix in BESIDE_WEBP.items()}
        format = formats.get(match["suffix"], "webp")
        return cls(match["stem"], width, max(1, round(width / ratio)), format)

    @property
    def widths(self) -> list[int]:
        """The widths that are kept, in pixels: never wider than the picture, and always its own."""
        return [*(width for width in WIDTHS if width < self.width), self.width]

    @property
    def preview(self) -> str:
        """The rendition for sites that show a link to ours: JPEG, which all of them take."""
        return self.file(self.nearest(PREVIEW), "jpeg")

    def height_at(self, width: int) -> int:
        return max(1, round(width * self.height / self.width))

    def file(self, width: int, format: str | None = None) -> str:
        """The rendition's name below the media folder."""
        suffix = BESIDE_WEBP.get(format or self.format, "webp")
        return f"{self.stem}-{width}{self.cut}.{suffix}"

    def formats_at(self, width: int) -> set[str]:
        """WebP, what stands beside it, and JPEG for the preview."""
        return {self.format, "webp"} | ({"jpeg"} if width == self.nearest(PREVIEW) else set())

    def files(self) -> set[str]:
        """Every rendition that is kept of it."""
        return {self.file(width, each) for width in self.widths for each in self.formats_at(width)}

    def nearest(self, width: int) -> int:
        """The widest rendition that is not wider than this, or the narrowest."""
        return max((each for each in self.widths if each <= width), default=self.widths[0])
