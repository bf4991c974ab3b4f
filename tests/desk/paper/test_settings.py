from __future__ import annotations

from io import BytesIO

import pytest
from lxml import html
from PIL import Image as PILImage

FIT = {
    "name": "The Courier", "tagline": "From both sides", "language": "de", "time_zone": "Asia/Baku",
    "accent": "#175a86", "stories_per_page": "15", "neighbours": "category", "footer_about": "Us.",
    "syndication_notice": "", "ads_txt": "",
}  # fmt: skip


def test_readers_see_the_saved_settings(admin, reader, newsroom):
    newsroom.article()
    assert admin.post("/desk/settings", data=FIT).status_code == 303
    page = reader.get("/").text
    assert "The Courier" in page and "From both sides" in page and 'lang="de"' in page
    assert '<link rel="stylesheet" href="/accent/175a86.css">' in page
    sheet = reader.get("/accent/175a86.css")
    assert sheet.mimetype == "text/css"
    assert "light-dark(#175a86," in sheet.text


def test_the_logo_replaces_the_name_in_the_masthead(admin, reader, newsroom):
    logo = BytesIO()
    PILImage.new("RGBA", (600, 120), "navy").save(logo, "PNG")
    logo.seek(0)
    form = FIT | {"logo": (logo, "logo.png")}
    assert admin.post("/desk/settings", data=form).status_code == 303
    name = html.fromstring(reader.get("/").text).cssselect("h1.masthead__name")[0]
    assert [image.get("alt") for image in name.iter("img")] == ["The Courier"]
    assert not name.text_content().strip()


def a_picture(width: int, height: int) -> tuple[BytesIO, str]:
    file = BytesIO()
    PILImage.new("RGB", (width, height), "navy").save(file, "PNG")
    file.seek(0)
    return file, "picture.png"


def shared(reader) -> str:
    page = html.fromstring(reader.get("/").text)
    return page.cssselect('meta[property="og:image"]')[0].get("content")


def test_the_picture_for_shared_links_is_chosen_kept_and_removed(admin, reader, newsroom):
    assert "/static/og." in shared(reader)
    admin.post("/desk/settings", data=FIT | {"share_image": a_picture(1200, 800)})
    assert "/media/" in shared(reader)
    admin.post("/desk/settings", data=FIT)
    assert "/media/" in shared(reader)
    assert "No such picture" in admin.get("/desk/settings").text
    admin.post("/desk/settings", data=FIT | {"without_share_image": "y"})
    assert "/static/og." in shared(reader)
    assert "No such picture" not in admin.get("/desk/settings").text


def test_a_file_that_is_not_a_picture_is_refused_beside_its_field(admin, reader):
    sent = FIT | {"share_image": (BytesIO(b"Not a picture"), "notes.txt")}
    answer = admin.post("/desk/settings", data=sent)
    assert answer.status_code == 422
    assert "This is not a picture" in answer.text
    assert "/static/og." in shared(reader)


def test_the_logo_can_be_removed(admin, reader, newsroom):
    admin.post("/desk/settings", data=FIT | {"logo": a_picture(600, 120)})
    assert "masthead__logo" in reader.get("/").text
    admin.post("/desk/settings", data=FIT | {"without_logo": "y"})
    assert "masthead__logo" not in reader.get("/").text


@pytest.mark.parametrize(
    "field, value, words",
    [
        ("name", "", "Enter the name of the paper."),
        ("language", "xx-nowhere", "There is no such language"),
        ("language", "", "Enter the language"),
        ("time_zone", "Mars/Olympus", "There is no such time zone"),
        ("accent", "blue", "Enter a code such as"),
        ("accent", "#ffee88", "Too pale"),
        ("stories_per_page", "0", "from 5 to 100"),
        ("stories_per_page", "many", "from 5 to 100"),
        ("neighbours", "planet", "Choose one from the list"),
    ],
)
def test_an_invalid_setting_has_a_message_and_nothing_changes(admin, reader, field, value, words):
    answer = admin.post("/desk/settings", data=FIT | {field: value})
    assert answer.status_code == 422
    assert words in answer.text
    assert "The Courier" not in reader.get("/").text


def test_checking_an_accent_changes_nothing(admin, reader):
    answer = admin.post("/desk/settings", data=FIT | {"do": "check"})
    assert answer.status_code == 200
    assert ": 1" in answer.text
    assert "The Courier" not in reader.get("/").text


@pytest.mark.parametrize("colour", ["blue", "17 5a86", "175a8", "175a86;x", "gggggg"])
def test_an_accent_that_is_not_a_colour_is_404(reader, colour):
    assert reader.get(f"/accent/{colour}.css").status_code == 404


def test_the_dark_accent_always_has_enough_contrast():
    from portal.typography.contrast import DARK_PAPER, MIN_TEXT_CONTRAST, contrast, made_lighter

    for colour in ("#000000", "#175a86", "#a3231f", "#0000ff", "#3a2b00", "#ffffff"):
        assert contrast(made_lighter(colour), DARK_PAPER) >= MIN_TEXT_CONTRAST
