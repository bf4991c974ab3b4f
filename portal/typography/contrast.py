"""Contrast of a colour with the page, light and dark (WCAG 2.2 §1.4.3)."""

from __future__ import annotations

import re
from colorsys import hls_to_rgb, rgb_to_hls

# The background, as --paper in static/css/site/tokens.css, in sRGB.
LIGHT_PAPER, DARK_PAPER = "#fdfbf8", "#121418"
MIN_TEXT_CONTRAST = 4.5
HEX = re.compile(r"#[0-9a-f]{6}")

Colour = tuple[float, float, float]


def channels(colour: str) -> Colour:
    """Return red, green and blue from 0 to 1. Raises ValueError for anything but `#rrggbb`."""
    if not HEX.fullmatch(colour):
        raise ValueError(f"{colour!r} is no colour such as #175a86.")
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return red, green, blue


def luminance(colour: str) -> float:
    """Return the relative luminance, from 0 to 1 (WCAG 2.2)."""
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio, from 1 to 21; text needs 4.5."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def made_lighter(colour: str, paper: str = DARK_PAPER) -> str:
    """Return the same hue, light enough to be read on a dark background."""
    hue, light, fullness = rgb_to_hls(*channels(colour))
    while contrast(colour, paper) < MIN_TEXT_CONTRAST + 0.3 and light < 1:
        light = min(1.0, light + 0.01)
        colour = "#" + "".join(
            f"{round(value * 255):02x}" for value in hls_to_rgb(hue, light, fullness)
        )
    return colour
