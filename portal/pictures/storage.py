"""Storage: pictures are stored in several sizes; the uploaded file itself is not."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from secrets import token_hex
from time import time
from typing import Any

from flask import current_app
from markupsafe import Markup
from PIL import Image as Pillow
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.extensions import db, read_session
from portal.file_lock import file_lock
from portal.models import Image
from portal.models.media.rendition_sizes import RenditionSet
from portal.pictures.decode import PictureError, decode_picture

__all__ = ["PictureError", "destroy", "image_html", "recut", "store"]

HOW: dict[str, dict[str, Any]] = {
    "webp": {"format": "WEBP", "quality": 80, "method": 5},
    "jpeg": {"format": "JPEG", "quality": 82, "progressive": True},
    "png": {"format": "PNG"},
}
A_DAY = 86_400


def store(
    data: bytes,
    *,
    file_name: str = "",
    alt: str = "",
    caption: str = "",
    credit: str = "",
    source_address: str = "",
    focal: tuple[float, float] = (0.5, 0.5),
) -> Image:
    """Return the image of an uploaded file, added to the session; the existing one if it was stored before.

    `focal` is from the top left corner, from 0 to 1. The files are written first, which takes up to a
    second; no other writer waits for that, unless the session is already in a transaction. Raises
    PictureError, and OSError if the disk is full.
    """
    digest = digest_of(data)
    with read_session() as database:
        kept = database.scalar(select(Image).filter_by(digest=digest))
    if kept and all((media_folder() / file).is_file() for file in kept.files()):
        return db.session.merge(kept, load=False)
    with file_lock(current_app.config["INSTANCE"] / "decoding.lock"):
        negative = decode_picture(
            data
        )  # forty megapixels can take up to 900 MB while they are decoded
    image = kept or Image(
        digest=digest,
        width=negative.pixels.width,
        height=negative.pixels.height,
        format=negative.format,
        bytes=len(data),
        file_name=file_name[:300],
        alt=alt,
        caption=caption,
        credit=credit[:300],
        source_address=source_address[:2000],
        focal_x=focal[0],
        focal_y=focal[1],
    )
    keep(renditions(image, negative.pixels))
    return db.session.merge(kept, load=False) if kept else add(image)


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def kept_image(digest: str) -> Image | None:
    return db.session.scalar(select(Image).filter_by(digest=digest))


def add(image: Image) -> Image:
    """Add it, unless a concurrent request stored the same picture."""
    try:
        with db.session.begin_nested():
            db.session.add(image)
    except IntegrityError:
        return kept_image(image.digest) or image
    return image


def recut(image: Image, focal: tuple[float, float]) -> None:
    """Cut it about another focal point. Files of older cuts stay for a day, for pages cached elsewhere.

    Raises ValueError for a point outside the picture.
    """
    image.focal_x, image.focal_y = focal
    whole, cut = image.rendition_set(), image.rendition_set(cut=True)
    if cut == whole:
        return
    with Pillow.open(media_folder() / whole.file(whole.width)) as pixels:
        keep(steps(cut, pixels.crop(image.cut_box)))
    present = {media_folder() / file for file in cut.files()}
    for path in set(media_folder().glob(f"{image.stem}-*-cut*")) - present:
        if path.stat().st_mtime < time() - A_DAY:
            path.unlink(missing_ok=True)


def destroy(image: Image) -> None:
    """Delete the image, and its files after the commit."""
    db.session.info.setdefault("unwanted", []).append(image.stem)
    db.session.delete(image)


@event.listens_for(Session, "after_commit")
def remove_files(session: Session) -> None:
    if session.in_nested_transaction():  # a savepoint may still be rolled back
        return
    for stem in session.info.pop("unwanted", []):
        for path in media_folder().glob(f"{stem}-*"):
            path.unlink(missing_ok=True)


@event.listens_for(Session, "after_rollback")
def leave_files(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop("unwanted", None)


def image_html(image: Image, caption: str | None = None) -> str:
    """Return the image as HTML for a body; the body's renderer derives all sizes from it."""
    words = image.caption if caption is None else caption
    frame = image.rendition_set()
    seen = Markup('<img src="/media/{}" alt="{}" width="{}" height="{}">').format(
        frame.file(frame.width), image.alt, frame.width, frame.height
    )
    said = Markup("<figcaption>{}</figcaption>").format(words) if words else ""
    return f"<figure>{seen}{said}</figure>"


def media_folder() -> Path:
    return Path(current_app.config["INSTANCE"]) / "media"


@dataclass(frozen=True)
class Rendition:
    path: Path
    pixels: Pillow.Image
    format: str


def renditions(image: Image, pixels: Pillow.Image) -> Iterator[Rendition]:
    """Yield all renditions of an image, made from its pixels.

    An image stored under older bounds keeps its size, which the names of its files state.
    """
    size = (image.width, image.height)
    if pixels.size != size:
        pixels = pixels.resize(size, Pillow.Resampling.LANCZOS)
    yield from steps(image.rendition_set(), pixels)
    if image.rendition_set(cut=True) != image.rendition_set():
        yield from steps(image.rendition_set(cut=True), pixels.crop(image.cut_box))


def steps(frame: RenditionSet, pixels: Pillow.Image) -> Iterator[Rendition]:
    """Yield the set's renditions, widest first, each scaled from the one before."""
    for width in reversed(frame.widths):
        size = (width, frame.height_at(width))
        if pixels.size != size:
            pixels = pixels.resize(size, Pillow.Resampling.LANCZOS)
        for format in frame.formats_at(width):
            yield Rendition(media_folder() / frame.file(width, format), pixels, format)


def keep(renditions: Iterator[Rendition]) -> None:
    """Encode and write them on all cores: Pillow releases the lock of Python while it encodes."""
    with ThreadPoolExecutor(os.cpu_count()) as hands:
        list(hands.map(write, renditions))


def write(rendition: Rendition) -> None:
    pixels = rendition.pixels
    if rendition.format == "jpeg" and pixels.mode == "RGBA":
        pixels = on_white(pixels)
    encoded = BytesIO()
    pixels.save(encoded, **HOW[rendition.format])
    write_whole(rendition.path, encoded.getbuffer())


def write_whole(path: Path, data: bytes | memoryview) -> None:
    """Write a file atomically."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{token_hex(4)}")
    try:
        with unfinished.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def on_white(pixels: Pillow.Image) -> Pillow.Image:
    ground = Pillow.new("RGBA", pixels.size, "white")
    return Pillow.alpha_composite(ground, pixels).convert("RGB")
