"""Animations among uploaded files."""

from __future__ import annotations

import pytest
from PIL import Image, features

from portal.pictures.animation import is_animation
from tests.pictures.test_decode import encoded, photo

AVIF = pytest.param("AVIF", marks=pytest.mark.skipif(not features.check("avif"), reason="no AVIF"))


def animation(format: str) -> bytes:
    frames = [Image.new("RGB", (90, 60), colour) for colour in ("red", "green", "blue")]
    return encoded(frames[0], format, save_all=True, append_images=frames[1:], duration=200)


@pytest.mark.parametrize("format", ["GIF", "WEBP", "PNG", AVIF])
def test_animations_of_every_format_are_recognised(format):
    assert is_animation(animation(format))
    assert not is_animation(encoded(photo(90, 60), format))


def test_second_picture_of_a_phone_and_damaged_files_are_no_animations():
    phone = encoded(photo(), "MPO", save_all=True, append_images=[photo(30, 20)])

    for data in (phone, b"", b"GIF89a", animation("GIF")[:40], b"<svg/>"):
        assert not is_animation(data)
