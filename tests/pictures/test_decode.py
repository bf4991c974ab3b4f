"""Decoding of uploaded files."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageCms, ImageDraw, features

from portal.pictures.decode import PictureError, decode_picture, fitting_format

pytestmark = pytest.mark.filterwarnings("ignore:::PIL")


def encoded(pixels: Image.Image, format: str, **how) -> bytes:
    target = BytesIO()
    pixels.save(target, format, **how)
    return target.getvalue()


def photo(width: int = 300, height: int = 200) -> Image.Image:
    """Return red above blue, with the grain of a photograph."""
    grain = Image.effect_noise((width, height), 60)
    picture = Image.merge("RGB", (grain, grain, grain))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, width, height // 4), fill="red")
    draw.rectangle((0, height * 3 // 4, width, height), fill="blue")
    return picture


def png_that_claims(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes whose header states any number of pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    empty = zlib.compress(b"")
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", empty) + chunk(b"IEND", b"")
    )


def is_reddish(pixel) -> bool:
    return pixel[0] > 180 and pixel[1] < 90 and pixel[2] < 90


REFUSED = {
    "nothing": (b"", "empty"),
    "a page": (b"<!doctype html><title>x</title>", "not a picture"),
    "SVG": (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
    "SVG behind a comment": (b"<!-- x --><SVG onload='alert(1)'/>", "SVG"),
    "PDF": (b"%PDF-1.7\n", "not a picture"),
    "TIFF": (encoded(Image.new("RGB", (4, 4)), "TIFF"), "not a picture"),
    "BMP": (encoded(Image.new("RGB", (4, 4)), "BMP"), "not a picture"),
    "half a JPEG": (encoded(photo(), "JPEG")[:3000], "damaged"),
    "half a PNG": (encoded(photo(), "PNG")[:3000], "damaged"),
    "half a WebP": (encoded(photo(), "WEBP")[:900], "damaged"),
    "half a GIF": (encoded(photo(), "GIF")[:2000], "damaged"),
    "a bomb": (png_that_claims(60_000, 60_000), "40 megapixels"),
    "a small bomb": (png_that_claims(8_000, 8_000), "40 megapixels"),
    "just too many pixels": (png_that_claims(40_000, 1_001), "40 megapixels"),
    "no pixels": (png_that_claims(0, 0), "picture"),
    "a JPEG's first bytes": (b"\xff\xd8\xff\xe0", "picture"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_file_that_is_no_valid_picture_is_refused_with_a_reason(name):
    data, word = REFUSED[name]

    with pytest.raises(PictureError, match=word):
        decode_picture(data)


def test_file_that_is_too_large_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr("portal.pictures.decode.MAX_BYTES", 100)

    with pytest.raises(PictureError, match="larger than 40 MB"):
        decode_picture(encoded(photo(), "JPEG"))


def test_truncated_picture_is_never_accepted():
    whole = encoded(photo(60, 40), "JPEG")

    for end in range(2, len(whole) - 2, 7):
        with pytest.raises(PictureError):
            decode_picture(whole[:end])


def test_picture_is_rotated_by_its_exif_orientation():
    exif = Image.Exif()
    exif[0x0112] = 6  # the top of the scene is at the right
    data = encoded(photo(300, 200), "JPEG", exif=exif)

    pixels = decode_picture(data).pixels

    assert pixels.size == (200, 300)
    assert is_reddish(pixels.getpixel((190, 150)))


def test_picture_with_broken_exif_is_not_rotated():
    data = encoded(photo(), "JPEG", exif=b"Exif\x00\x00II*\x00\xff\xff\xff\x7f")

    assert decode_picture(data).pixels.size == (300, 200)


def test_metadata_of_the_camera_is_removed():
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = encoded(photo(), "JPEG", exif=exif, icc_profile=profile, comment=b"<?php evil() ?>")

    assert decode_picture(data).pixels.info == {}


def test_data_after_the_picture_is_removed():
    data = encoded(photo(), "JPEG") + b"<html><script>alert(1)</script>"

    assert decode_picture(data).pixels.size == (300, 200)


def test_wide_picture_is_scaled_to_1920_pixels():
    assert decode_picture(encoded(photo(2400, 1600), "JPEG")).pixels.size == (1920, 1280)


@pytest.mark.parametrize(
    ("uploaded", "stored"),
    [
        ((10_800, 2_400), (3_600, 800)),
        ((3_840, 1_080), (2_844, 800)),
        ((18_000, 500), (18_000, 500)),
        ((30_000, 900), (26_667, 800)),
        ((3_000, 1_250), (1_920, 800)),
        ((1_500, 20_000), (1_200, 16_000)),
        ((1_250, 20_000), (1_200, 19_200)),
        ((800, 20_000), (800, 20_000)),
        ((60_000, 6), (50_000, 5)),
        ((6, 60_000), (5, 50_000)),
    ],
)
def test_panoramas_and_tall_pictures_are_scaled_to_what_the_cut_needs(uploaded, stored):
    assert decode_picture(encoded(Image.new("RGB", uploaded), "PNG")).pixels.size == stored


@pytest.mark.parametrize("orientation", [1, 6])
def test_panorama_in_jpeg_is_decoded_as_large_as_its_cut_needs(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    size = (7_200, 1_600) if orientation == 1 else (1_600, 7_200)

    pixels = decode_picture(encoded(Image.new("RGB", size), "JPEG", exif=exif)).pixels

    assert pixels.size == (3_600, 800)


def test_see_through_picture_that_is_too_long_for_webp_gets_png():
    assert fitting_format("AVIF", Image.new("RGBA", (17_000, 2))) == "png"


def test_small_picture_is_not_enlarged():
    assert decode_picture(encoded(Image.new("RGB", (1, 1)), "PNG")).pixels.size == (1, 1)


def test_cmyk_becomes_rgb():
    data = encoded(Image.new("CMYK", (60, 40), (0, 255, 255, 0)), "JPEG")

    pixels = decode_picture(data).pixels

    assert pixels.mode == "RGB"
    assert is_reddish(pixels.getpixel((30, 20)))


def test_broken_colour_profile_is_ignored():
    data = encoded(photo(), "JPEG", icc_profile=b"no profile at all")

    assert is_reddish(decode_picture(data).pixels.getpixel((150, 20)))


def test_colours_are_converted_from_the_picture_s_profile():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"----").replace(b"bXYZ", b"rXYZ").replace(b"----", b"bXYZ")
    swapped = swapped.replace("sRGB".encode("utf-16-be"), "BGRs".encode("utf-16-be"))
    data = encoded(Image.new("RGB", (30, 20), (20, 20, 230)), "PNG", icc_profile=swapped)

    assert is_reddish(decode_picture(data).pixels.getpixel((5, 5)))


def test_phone_s_picture_with_a_second_one_inside_is_accepted():
    data = encoded(photo(), "MPO", save_all=True, append_images=[photo(30, 20)])

    negative = decode_picture(data)

    assert negative.pixels.size == (300, 200)
    assert negative.format == "jpeg"


def test_sixteen_bits_a_pixel_keep_their_lightness():
    data = encoded(Image.new("I;16", (30, 20), 0x8000), "PNG")

    assert decode_picture(data).pixels.getpixel((5, 5)) == (128, 128, 128)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_every_mode_of_png_is_accepted(mode):
    pixels = Image.new("RGBA", (30, 20), (200, 30, 30, 255)).convert(mode)

    assert decode_picture(encoded(pixels, "PNG")).pixels.mode == "RGB"


def test_palette_with_a_transparent_colour_keeps_it():
    pixels = Image.new("RGB", (30, 20), "red").quantize(4)
    data = encoded(pixels, "PNG", transparency=pixels.getpixel((0, 0)))

    negative = decode_picture(data)

    assert negative.pixels.mode == "RGBA"
    assert negative.pixels.getpixel((0, 0))[3] == 0


def test_only_the_first_frame_of_an_animation_is_decoded():
    frames = [Image.new("RGB", (30, 20), colour) for colour in ("red", "green", "blue")]
    data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])

    assert is_reddish(decode_picture(data).pixels.getpixel((5, 5)))


see_through = Image.new("RGBA", (300, 200), (200, 30, 30, 90))


@pytest.mark.parametrize(
    ("pixels", "format", "beside"),
    [
        (photo(), "JPEG", "jpeg"),
        (photo(), "PNG", "jpeg"),
        (photo(), "GIF", "jpeg"),
        (photo(), "WEBP", "webp"),
        (Image.new("RGB", (300, 200), "navy"), "PNG", "png"),
        (Image.new("RGB", (300, 200), "navy"), "GIF", "png"),
        (see_through, "PNG", "png"),
        (see_through, "WEBP", "webp"),
    ],
)
def test_format_beside_webp_suits_the_picture(pixels, format, beside):
    assert decode_picture(encoded(pixels, format)).format == beside


@pytest.mark.skipif(not features.check("avif"), reason="this Pillow has no AVIF")
def test_avif_gets_jpeg_beside_webp():
    assert decode_picture(encoded(photo(), "AVIF")).format == "jpeg"
    assert decode_picture(encoded(see_through, "AVIF")).format == "webp"
