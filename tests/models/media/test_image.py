"""The names and sizes of a picture's renditions."""

from __future__ import annotations

import pytest

from portal.models import Image
from portal.models.media.rendition_sizes import RenditionSet


def image(width: int, height: int, **values) -> Image:
    values = {"format": "jpeg", "focal_x": 0.5, "focal_y": 0.5} | values
    return Image(digest="ab" + "0" * 62, width=width, height=height, **values)


def test_renditions_are_never_wider_than_the_picture():
    assert image(1920, 1280).widths() == [360, 720, 1200, 1920]
    assert image(1000, 700).widths() == [360, 720, 1000]
    assert image(720, 480).widths() == [360, 720]
    assert image(200, 300).widths() == [200]
    assert image(1, 1).widths() == [1]


def test_cut_is_the_largest_3_to_2_within_the_picture():
    assert image(1920, 1440).cut_size == (1920, 1280)
    assert image(1920, 640).cut_size == (960, 640)
    assert image(640, 1600).cut_size == (640, 427)
    assert image(1, 1).cut_size == (1, 1)
    assert image(900, 1).cut_size == (2, 1)


def test_cut_has_widths_of_its_own():
    assert image(1920, 640).widths(cut=True) == [360, 720, 960]


@pytest.mark.parametrize("size", [(1920, 1280), (1200, 801), (300, 199)])
def test_picture_that_is_3_to_2_needs_no_cut(size):
    assert image(*size).rendition_set(cut=True) == image(*size).rendition_set()


@pytest.mark.parametrize(
    ("focal", "box"),
    [
        ((0.5, 0.5), (0, 160, 960, 800)),
        ((0.5, 0.0), (0, 0, 960, 640)),
        ((0.5, 1.0), (0, 320, 960, 960)),
        ((0.1, 0.4), (0, 64, 960, 704)),
    ],
)
def test_focal_point_is_near_the_middle_of_the_cut(focal, box):
    assert image(960, 960, focal_x=focal[0], focal_y=focal[1]).cut_box == box


def test_file_names_have_the_digest_and_the_focal_point():
    picture = image(1920, 1440, focal_x=0.5, focal_y=0.404)

    assert picture.file(720) == "ab/ab00000000000000-720.webp"
    assert picture.file(720, format="jpeg") == "ab/ab00000000000000-720.jpg"
    assert picture.file(720, cut=True) == "ab/ab00000000000000-720-cut50x40.webp"


def test_moved_focal_point_renames_only_the_cut():
    before, after = image(960, 960), image(960, 960, focal_y=0.2)

    assert before.file(360) == after.file(360)
    assert before.file(360, cut=True) != after.file(360, cut=True)


def test_sizes_that_webp_cannot_have_are_stored_without_it():
    frame = image(1200, 19_200).rendition_set()

    assert frame.widths_in() == [360, 720, 1200]
    assert frame.widths_in("webp") == [360, 720]
    assert frame.formats_at(1200) == {"jpeg"}
    assert image(18_000, 500).rendition_set().widths_in("webp") == [360, 720, 1200, 1920]


@pytest.mark.parametrize(
    ("size", "is_too_small"),
    [
        ((31, 21), True),
        ((1, 1), True),
        ((299, 1_000), True),
        ((1_920, 150), True),
        ((300, 200), False),
        ((1_920, 427), False),
    ],
)
def test_picture_with_a_tiny_cut_is_too_small_for_cards(size, is_too_small):
    assert image(*size).is_too_small_for_cards is is_too_small


@pytest.mark.parametrize("share", [-0.01, 1.01, float("nan"), float("inf")])
def test_focal_point_outside_the_picture_is_refused(share):
    with pytest.raises(ValueError, match="within its picture"):
        image(960, 960, focal_x=share)


def test_every_picture_has_a_jpeg_for_link_previews():
    for format in ("jpeg", "png", "webp"):
        picture = image(1920, 1440, format=format)
        assert picture.rendition_set(cut=True).preview == "ab/ab00000000000000-1200-cut50x50.jpg"
        assert picture.rendition_set(cut=True).preview in picture.files()


def test_rendition_set_is_found_from_its_largest_file():
    frame = image(1500, 1200, format="png").rendition_set()

    assert RenditionSet.of_file(frame.file(1500), 1500 / 1200) == frame
    assert RenditionSet.of_file("ab/ab00000000000000-1500.webp", 1.5).format == "webp"
    panorama = image(18_000, 500).rendition_set()
    assert RenditionSet.of_file(panorama.file(18_000), 18_000 / 500) == panorama


@pytest.mark.parametrize(
    "file",
    [
        "",
        "ab/short-1.jpg",
        "ab/ab00000000000000-0.jpg",
        "ab/ab00000000000000-720.svg",
        "ab/ab00000000000000-720-cut50x50.jpg",
        "../ab/ab00000000000000-720.jpg",
        "ab/ab00000000000000-720.jpg\n",
        "ab/ab00000000000000-٧.jpg",
    ],
)
def test_other_file_names_are_not_renditions(file):
    assert RenditionSet.of_file(file, 1.5) is None
