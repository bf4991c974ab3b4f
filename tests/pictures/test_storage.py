"""Pictures are kept in sizes, once, and whole or not at all."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from time import time

import pytest
from PIL import Image as Pillow
from sqlalchemy import func, select

from portal.extensions import db
from portal.models import Image
from portal.pictures import storage
from portal.pictures.storage import PictureError, destroy, image_html, recut, store
from tests.pictures.test_decode import encoded, photo

pytestmark = pytest.mark.both_databases


def files_in(media: Path) -> set[str]:
    return {str(path.relative_to(media)) for path in media.rglob("*") if path.is_file()}


def how_many() -> int | None:
    return db.session.scalar(select(func.count()).select_from(Image))


def test_stored_picture_has_all_its_files(newsroom, media):
    with newsroom.at_work():
        image = store(encoded(photo(800, 700), "JPEG"), file_name="ferry.jpg", alt="A ferry")

    assert (image.width, image.height, image.format) == (800, 700, "jpeg")
    assert (image.file_name, image.alt, image.id is not None) == ("ferry.jpg", "A ferry", True)
    assert files_in(media) == image.files()
    for cut, width, size in [
        (False, 800, (800, 700)),
        (True, 800, (800, 533)),
        (True, 360, (360, 240)),
    ]:
        for format in ("jpeg", "webp"):
            with Pillow.open(media / image.file(width, cut, format)) as picture:
                assert (picture.size, picture.format) == (size, format.upper())


@pytest.mark.parametrize(
    ("uploaded", "cut"),
    [((4_000, 900), (1_200, 800)), ((17_000, 300), (450, 300)), ((1_250, 18_000), (1_200, 800))],
)
def test_cut_of_a_panorama_has_the_pixels_that_were_there(newsroom, media, uploaded, cut):
    with newsroom.at_work() as session:
        image = store(encoded(Pillow.new("RGB", uploaded, "navy"), "JPEG"))
        assert files_in(media) == image.files()
        recut(session.merge(image), (0.9, 0.1))

    with Pillow.open(media / image.rendition_set(cut=True).preview) as picture:
        assert picture.size == cut
    assert image.files() <= files_in(media)


@pytest.mark.parametrize("format", ["PNG", "WEBP", "GIF"])
def test_every_format_gets_webp_and_a_jpeg_for_previews(newsroom, media, format):
    with newsroom.at_work():
        image = store(encoded(Pillow.new("RGB", (400, 400), "navy"), format))

    assert files_in(media) == image.files()
    with Pillow.open(media / image.rendition_set(cut=True).preview) as picture:
        assert picture.format == "JPEG"


def test_transparency_is_kept_and_white_in_previews(newsroom, media):
    with newsroom.at_work():
        image = store(encoded(Pillow.new("RGBA", (30, 20), (0, 0, 0, 0)), "PNG"))

    for format in ("png", "webp"):
        with Pillow.open(media / image.file(30, format=format)) as picture:
            assert picture.convert("RGBA").getpixel((0, 0))[3] == 0
    with Pillow.open(media / image.rendition_set().preview) as picture:
        assert picture.getpixel((0, 0)) == (255, 255, 255)


def test_files_contain_no_metadata(newsroom, media):
    exif = Pillow.Exif()
    exif[0x8825] = {1: "N", 2: (50.0, 51.0, 0.0)}
    data = (
        encoded(photo(), "JPEG", exif=exif, comment=b"<?php evil() ?>") + b"<script>evil()</script>"
    )

    with newsroom.at_work():
        image = store(data)

    for file in image.files():
        content = (media / file).read_bytes()
        assert not any(word in content for word in (b"evil", b"Exif", b"ICC", b"EXIF"))


def test_same_picture_stored_again_is_the_existing_image(newsroom, media):
    data = encoded(photo(), "JPEG")
    with newsroom.at_work():
        first = store(data, alt="A ferry")
        written = {file: (media / file).stat().st_mtime_ns for file in first.files()}

    with newsroom.at_work():
        again = store(data, alt="Another word")
        assert how_many() == 1

    assert (again.id, again.alt) == (first.id, "A ferry")
    assert written == {file: (media / file).stat().st_mtime_ns for file in first.files()}


def test_same_picture_stored_by_two_editors_at_once_is_one_image(newsroom, media, monkeypatch):
    data = encoded(photo(), "JPEG")
    with newsroom.at_work():
        first = store(data)
    answers = iter([None, *[storage.kept_image] * 2])

    def not_seen_the_first_time(digest):
        seen = next(answers)
        return seen(digest) if seen else None

    monkeypatch.setattr(storage, "kept_image", not_seen_the_first_time)
    with newsroom.at_work():
        assert store(data).id == first.id
        assert how_many() == 1


def test_missing_files_are_written_when_the_picture_is_stored_again(newsroom, media):
    data = encoded(photo(), "JPEG")
    with newsroom.at_work():
        image = store(data)
    (media / image.file(300)).unlink()

    with newsroom.at_work():
        assert store(data).id == image.id

    assert files_in(media) == image.files()


def test_picture_stored_under_older_bounds_keeps_its_size_and_its_names(newsroom, media):
    pixels = Pillow.new("RGB", (4_000, 900), "navy")
    pixels.paste("red", (1_300, 0, 2_700, 900))
    data = encoded(pixels, "JPEG")
    with newsroom.at_work() as session:
        session.add(Image(digest=storage.digest_of(data), width=1_920, height=432, format="jpeg"))

    with newsroom.at_work():
        image = store(data)

    assert (image.width, image.height) == (1_920, 432)
    assert files_in(media) == image.files()
    with Pillow.open(media / image.rendition_set(cut=True).preview) as picture:
        assert picture.size == (648, 432)
        assert all(picture.getpixel((x, 200))[0] > 180 for x in (5, 324, 640))


def test_refused_picture_leaves_neither_row_nor_file(newsroom, media):
    with newsroom.at_work():
        with pytest.raises(PictureError):
            store(b"GIF89a and no more")
        assert how_many() == 0

    assert files_in(media) == set()


def test_full_disk_leaves_no_row_and_no_half_file(newsroom, media, monkeypatch):
    def fail(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage.os, "fsync", fail)
    with newsroom.at_work():
        with pytest.raises(OSError, match="No space left"):
            store(encoded(photo(), "JPEG"))
        assert how_many() == 0

    assert files_in(media) == set()


def test_files_are_written_atomically(newsroom, media, monkeypatch):
    seen = []
    replace = Path.replace

    def look_then_replace(unfinished, path):
        with Pillow.open(unfinished) as picture:
            picture.load()
        seen.append((path.name, path.exists(), unfinished.name))
        return replace(unfinished, path)

    monkeypatch.setattr(Path, "replace", look_then_replace)
    with newsroom.at_work():
        image = store(encoded(photo(), "JPEG"))

    assert {name for name, _, _ in seen} == {Path(file).name for file in image.files()}
    assert all(not existed and unfinished.startswith(".") for _, existed, unfinished in seen)


def test_moved_focal_point_makes_new_cuts_with_new_names(newsroom, media):
    with newsroom.at_work():
        image = store(encoded(photo(300, 300), "JPEG"), focal=(0.5, 0))
        before = image.rendition_set(cut=True)
    with newsroom.at_work() as session:
        image = session.merge(image)
        recut(image, (0.5, 1))
    after = image.rendition_set(cut=True)

    assert before.files().isdisjoint(after.files())
    assert files_in(media) == image.files() | before.files()
    with (
        Pillow.open(media / before.file(300)) as top,
        Pillow.open(media / after.file(300)) as bottom,
    ):
        assert top.convert("RGB").getpixel((150, 9))[0] > 180
        assert bottom.convert("RGB").getpixel((150, 190))[2] > 180


def test_picture_of_3_to_2_is_not_cut(newsroom, media):
    with newsroom.at_work():
        image = store(encoded(photo(300, 200), "JPEG"))
        before = {file: (media / file).stat().st_mtime_ns for file in image.files()}
        recut(image, (0.1, 0.9))

    assert before == {file: (media / file).stat().st_mtime_ns for file in image.files()}


def test_focal_point_outside_the_picture_is_refused_before_anything_is_written(newsroom, media):
    with newsroom.at_work():
        with pytest.raises(ValueError, match="within its picture"):
            store(encoded(photo(), "JPEG"), focal=(1.5, 0.5))
        assert how_many() == 0

    assert files_in(media) == set()


def test_cuts_older_than_a_day_are_deleted_at_the_next_move(newsroom, media):
    with newsroom.at_work():
        image = store(encoded(photo(300, 300), "JPEG"))
        for file in image.rendition_set(cut=True).files():
            os.utime(media / file, (time() - 90_000, time() - 90_000))
        recut(image, (0.1, 0.1))

    assert files_in(media) == image.files()


def test_files_of_a_deleted_image_are_deleted_after_the_commit(newsroom, media):
    with newsroom.at_work():
        image = store(encoded(photo(), "JPEG"))
        other = store(encoded(photo(30, 20), "JPEG"))

    with newsroom.at_work() as session:
        destroy(session.merge(image))
        with session.begin_nested():
            session.flush()
        session.rollback()
    assert files_in(media) == image.files() | other.files()

    with newsroom.at_work() as session:
        destroy(session.merge(image))
    assert files_in(media) == other.files()


def test_stored_body_holds_the_whole_picture_with_its_size(newsroom):
    image = newsroom.image("A <ferry>", width=1500, height=1000, caption="At “dawn” & dusk")

    assert image_html(image) == (
        f'<figure><img src="/media/{image.stem}-1500.jpg" alt="A &lt;ferry&gt;" width="1500" '
        'height="1000"><figcaption>At “dawn” &amp; dusk</figcaption></figure>'
    )
    assert "figcaption" not in image_html(image, caption="")
    assert "<p>" + image_html(image) == f"<p>{image_html(image)}"  # no Markup, which would escape


def test_names_of_any_length_are_accepted(newsroom, media):
    with newsroom.at_work():
        image = store(encoded(photo(), "JPEG"), file_name="f" * 999 + ".jpg", credit="c" * 999)

    assert image.id
    assert BytesIO((media / image.file(300)).read_bytes()).read(4) == b"RIFF"
