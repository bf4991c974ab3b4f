"""Decoding: an untrusted file becomes pixels, upright, in sRGB and of bounded size."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO

from flask_babel import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from portal.errors import PortalError
from portal.models.media.image import CUT
from portal.models.media.rendition_sizes import MAX_WEBP_SIDE, PREVIEW, WIDTHS

MAX_BYTES = 40_000_000
MAX_PIXELS = 40_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
WIDEST = WIDTHS[-1]
TALLEST = 16_000
CUT_WIDTH, CUT_HEIGHT = PREVIEW, round(PREVIEW / CUT)  # the least that a scaled picture's cut has
LONGEST = MAX_PIXELS // CUT_HEIGHT  # no longer picture has such a cut; JPEG ends at 65,535

Image.MAX_IMAGE_PIXELS = (
    MAX_PIXELS  # Pillow itself raises at twice as many, and only warns at these
)


class PictureError(PortalError):
    """The picture is refused; the message tells an editor why."""


@dataclass(frozen=True)
class DecodedPicture:
    """Pixels in RGB, or RGBA if some are transparent, and the format that suits them."""

    pixels: Image.Image
    format: str


def decode_picture(data: bytes) -> DecodedPicture:
    """Return the first frame of an uploaded file, of bounded size and without metadata.

    It is at most 1,920 × 16,000 pixels, or larger if its cut would be below 1,200 × 800 otherwise.
    Accepts JPEG, PNG, WebP, GIF and AVIF of at most 40 MB and 40 megapixels. Raises PictureError.
    """
    if len(data) > MAX_BYTES:
        raise PictureError(_("The file is larger than 40 MB. Save the picture smaller."))
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise Image.DecompressionBombError
            return decode_opened(picture)
    except UnidentifiedImageError:
        raise PictureError(reason(data)) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureError(
            _("The picture has more than 40 megapixels. Save it with fewer.")
        ) from None
    except Exception:  # decoders raise many kinds of errors for damaged files
        raise PictureError(
            _("The picture is damaged or was cut short. Try to save or send it again.")
        ) from None


def reason(data: bytes) -> str:
    """Return why these bytes are not an acceptable picture, as a message."""
    if not data:
        return _("The file is empty.")
    if b"<svg" in data[:4096].lower():
        return _("SVG drawings can carry scripts and are not taken. Save it as PNG.")
    return _("This is not a picture that can be taken. Save it as JPEG, PNG, WebP, GIF or AVIF.")


def decode_opened(picture: Image.Image) -> DecodedPicture:
    source = picture.format or ""
    width, height = picture.size  # before it is turned upright
    need = max(scale_of(width, height), scale_of(height, width))
    picture.draft(None, (round(picture.width * need), round(picture.height * need)))
    picture.load()
    turn_upright(picture)
    pixels = without_idle_alpha(within_bounds(as_colours(picture)))
    pixels = in_srgb(pixels, picture.info.get("icc_profile"))
    pixels.info.clear()  # encoders write profiles and comments from it
    return DecodedPicture(pixels, fitting_format(source, pixels))


def turn_upright(picture: Image.Image) -> None:
    """Rotate the picture as its EXIF orientation says, if that can be read."""
    with suppress(Exception):
        ImageOps.exif_transpose(picture, in_place=True)


def as_colours(pixels: Image.Image) -> Image.Image:
    """Convert to RGB or RGBA; CMYK stays, because its conversion needs the profile."""
    if pixels.mode.startswith("I"):  # 16 bits a pixel, which convert() would clip
        pixels = pixels.convert("I").point(lambda level: level / 256).convert("L")
    mode = "RGBA" if pixels.has_transparency_data else "RGB"
    return pixels if pixels.mode in (mode, "CMYK") else pixels.convert(mode)


def without_idle_alpha(pixels: Image.Image) -> Image.Image:
    is_opaque = pixels.mode == "RGBA" and pixels.getchannel("A").getextrema() == (255, 255)
    return pixels.convert("RGB") if is_opaque else pixels


def within_bounds(pixels: Image.Image) -> Image.Image:
    scale = scale_of(*pixels.size)
    if scale == 1.0:
        return pixels
    size = max(1, round(pixels.width * scale)), max(1, round(pixels.height * scale))
    return pixels.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)


def scale_of(width: int, height: int) -> float:
    """Return the scale, at most 1, at which a picture of this size in pixels is stored."""
    usual = min(WIDEST / width, TALLEST / height)
    needed = max(CUT_WIDTH / width, CUT_HEIGHT / height)
    return min(1.0, max(usual, needed), LONGEST / width, LONGEST / height)


def in_srgb(pixels: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert by the colour profile (ICC.1); without a usable one treat the picture as sRGB."""
    mode = "RGBA" if pixels.mode == "RGBA" else "RGB"
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            if "sRGB" not in ImageCms.getProfileDescription(source) or pixels.mode == "CMYK":
                srgb = ImageCms.createProfile("sRGB")
                turned = ImageCms.profileToProfile(pixels, source, srgb, outputMode=mode)
                return turned or pixels.convert(mode)
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    return pixels.convert(mode)


def fitting_format(source: str, pixels: Image.Image) -> str:
    """Return the format beside WebP: JPEG, or PNG for transparency and drawings."""
    if source == "WEBP":
        return "webp"
    if pixels.mode == "RGBA":
        is_png = source in ("PNG", "GIF") or max(pixels.size) > MAX_WEBP_SIDE
        return "png" if is_png else "webp"
    return "png" if source in ("PNG", "GIF") and is_drawn(pixels) else "jpeg"


def is_drawn(pixels: Image.Image) -> bool:
    """True for flat colours and lines: PNG stores them about as small as JPEG, and sharp."""
    sample = pixels.copy()
    sample.thumbnail((WIDTHS[1], WIDTHS[1]))
    return encoded_size(sample, "PNG") < 1.5 * encoded_size(sample, "JPEG")


def encoded_size(pixels: Image.Image, format: str) -> int:
    target = BytesIO()
    pixels.save(target, format)
    return target.tell()
