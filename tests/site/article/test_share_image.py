"""The picture that other sites show beside a link to ours."""

from __future__ import annotations

import json

import pytest
from lxml import html


def meta(page: str) -> dict[str, str]:
    return {
        name: each.get("content")
        for each in html.fromstring(page).iter("meta")
        if (name := each.get("property") or each.get("name"))
    }


def test_link_to_a_story_shows_its_picture_as_jpeg(newsroom, reader):
    image = newsroom.image("A ferry", format="webp", width=1920, height=1440)
    article = newsroom.article(image=image)

    told = meta(reader.get(article.path).text)

    assert told["og:image"] == f"http://localhost/media/{image.stem}-1200-cut50x50.jpg"
    assert told["og:image:type"] == "image/jpeg"
    assert (told["og:image:width"], told["og:image:height"]) == ("1200", "800")
    assert told["og:image:alt"] == "A ferry"
    assert told["twitter:card"] == "summary_large_image"


def test_link_to_a_small_picture_has_its_size(newsroom, reader):
    article = newsroom.article(image=newsroom.image(width=500, height=500))

    told = meta(reader.get(article.path).text)

    assert (told["og:image:width"], told["og:image:height"]) == ("500", "333")
    assert told["twitter:card"] == "summary"


@pytest.mark.parametrize("size", [(31, 21), (1, 1), (1920, 53)])
def test_tiny_picture_is_shown_neither_on_cards_nor_on_other_sites(newsroom, reader, size):
    image = newsroom.image(width=size[0], height=size[1])
    article = newsroom.article(image=image)
    newsroom.settings(share_image_id=image.id)

    story = reader.get(article.path).text
    told = meta(story)

    assert "/static/og." in told["og:image"]
    assert told["twitter:card"] == "summary_large_image"
    data = json.loads(html.fromstring(story).find(".//script[@type='application/ld+json']").text)
    assert "image" not in data["@graph"][0]
    [lead] = html.fromstring(story).cssselect(".article__lead img")
    assert lead.get("class") == "own-size"
    front = html.fromstring(reader.get("/").text)
    assert front.cssselect(".lead__picture .cover")
    assert not front.cssselect(".lead__picture img")


def test_link_to_a_story_without_a_picture_shows_the_site_s(newsroom, reader):
    article = newsroom.article()
    assert "/static/og." in meta(reader.get(article.path).text)["og:image"]

    image = newsroom.image(width=1200, height=800)
    newsroom.settings(share_image_id=image.id)

    assert image.stem in meta(reader.get(article.path).text)["og:image"]
    assert image.stem in meta(reader.get("/").text)["og:image"]


def test_default_picture_replaces_a_deleted_site_picture(newsroom, reader):
    newsroom.settings(share_image_id=12345)

    assert "/static/og." in meta(reader.get("/").text)["og:image"]


def test_default_picture_can_be_fetched_and_has_the_stated_size(reader):
    told = meta(reader.get("/").text)

    answer = reader.get(told["og:image"])

    assert answer.content_type == "image/png"
    assert int.from_bytes(answer.data[16:20], "big") == int(told["og:image:width"])
    assert int.from_bytes(answer.data[20:24], "big") == int(told["og:image:height"])


def test_pictures_on_another_host_have_their_address_there(app, newsroom, reader, monkeypatch):
    monkeypatch.setitem(app.config, "MEDIA_URL", "https://media.example")
    article = newsroom.article(image=newsroom.image())

    assert meta(reader.get(article.path).text)["og:image"].startswith("https://media.example/")


def test_structured_data_has_the_picture_and_its_credit(newsroom, reader):
    article = newsroom.article(image=newsroom.image(credit="Réka Halász"))

    page = html.fromstring(reader.get(article.path).text)
    data = json.loads(page.find(".//script[@type='application/ld+json']").text)

    [picture] = data["@graph"][0]["image"]
    assert (picture["width"], picture["height"], picture["creditText"]) == (
        1200,
        800,
        "Réka Halász",
    )
    assert picture["url"].endswith(".jpg")


def test_favicon_ico_redirects_to_the_icon(reader):
    answer = reader.get("/favicon.ico", follow_redirects=True)

    assert answer.status_code == 200
    assert answer.data[:4] == b"\x00\x00\x01\x00"
