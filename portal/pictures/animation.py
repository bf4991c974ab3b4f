"""Animations: pictures of several frames, of which only the first is stored."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

FORMATS = ("GIF", "PNG", "WEBP", "AVIF")  # not MPO, whose second picture is no second frame


def is_animation(data: bytes) -> bool:
    """True if an uploaded file has a second frame: GIF, animated WebP, APNG or an AVIF sequence."""
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as picture:
            return bool(getattr(picture, "is_animated", False))
    except Exception:  # decoders raise many kinds of errors for damaged files
        return False
