"""Pictures are stored as ours where the licence allows it, and keep no item out."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pytest
from PIL import Image as Pillow
from sqlalchemy import select

from portal.models import Image
from tests.ingest.feeds import item, rss


def jpeg(colour: str = "red", size: tuple[int, int] = (600, 400)) -> bytes:
    out = BytesIO()
    Pillow.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def with_picture(address: str, width: str = "") -> str:
    return (
        f'<media:content url="{address}" medium="image"{width}><media:credit>Joe Doe</media:credit>'
        "</media:content>"
    )


def images(newsroom) -> list[Image]:
    with newsroom.at_work() as session:
        return list(session.scalars(select(Image).order_by(Image.id)))


@pytest.fixture
def picture(publisher) -> str:
    return publisher.serves("/red.jpg", jpeg(), Content_Type="image/jpeg")


def test_a_picture_comes_in_with_its_credit_and_licence(wire, newsroom, media, picture):
    wire.serves(rss(item(link="http://wire.example/1", extra=with_picture(picture))))
    until = datetime(2027, 1, 1, tzinfo=UTC)
    source = wire.follow(
        takes_pictures=True, licence="CC BY 4.0", licence_address="https://cc.example/", licence_until=until
    )  # fmt: skip

    wire.fetch(source)

    (image,), (article,) = images(newsroom), wire.articles()
    assert article.image_id == image.id
    assert (image.credit, image.source_address) == ("Joe Doe", "http://wire.example/1")
    assert (image.licence, image.licence_address) == ("CC BY 4.0", "https://cc.example/")
    assert image.licence_until == until
    assert all((media / file).is_file() for file in image.files())


def test_no_picture_comes_in_where_the_licence_does_not_allow_it(wire, newsroom, media, picture, publisher):  # fmt: skip
    text = f'<p>River</p><p><img src="{picture}"></p><p>rises.</p>'
    wire.serves(rss(item(text=text, extra=with_picture(picture))))

    wire.fetch(wire.follow(text_rule="full"))

    assert images(newsroom) == []
    assert len(publisher.requests) == 1
    (article,), (original,) = wire.articles(), wire.items()
    assert article.body == "<p>River</p>\n<p>rises.</p>"
    assert "<img" not in original.body
    assert original.pictures[0]["address"] == picture


def test_pictures_in_the_text_become_ours(wire, newsroom, media, picture, publisher):
    broken = publisher.serves("/broken.jpg", b"not a picture", Content_Type="image/jpeg")
    text = f'<p>River</p><figure><img src="{picture}" alt="A river"><figcaption>High</figcaption></figure><p>rises.</p><p><img src="{broken}"></p>'
    wire.serves(rss(item(text=text)))

    wire.fetch(wire.follow(text_rule="full", takes_pictures=True))

    (image,), (article,) = images(newsroom), wire.articles()
    assert f"/media/{image.stem}" in article.body
    assert "127.0.0.1" not in article.body
    assert 'alt="A river"' in article.body
    assert "High" in article.body
    assert image.alt == "A river"


@pytest.mark.parametrize("fault", ["404", "page", "broken", "away", "huge", "private"])
def test_a_picture_that_cannot_be_had_keeps_no_item_out(wire, newsroom, media, publisher, fault):
    addresses = {
        "404": publisher.serves("/404.jpg", b"", 404),
        "page": publisher.serves("/page.jpg", b"<html></html>", Content_Type="text/html"),
        "broken": publisher.serves("/broken.jpg", jpeg()[:100]),
        "away": "http://127.0.0.1:9/a.jpg",
        "huge": publisher.serves("/huge.jpg", bytes(13_000_000)),
        "private": "http://10.0.0.1/a.jpg",
    }
    wire.serves(rss(item(extra=with_picture(addresses[fault]))))
    source = wire.follow(takes_pictures=True)

    wire.fetch(source)

    assert wire.headlines() == ["River rises"]
    assert images(newsroom) == []
    assert wire.state(source).error == ""


def test_icons_are_not_taken_for_pictures(wire, newsroom, media, picture):
    wire.serves(rss(item(extra=with_picture(picture, ' width="32"'))))

    wire.fetch(wire.follow(takes_pictures=True))

    assert images(newsroom) == []


def test_a_host_that_fails_twice_is_left_alone(wire, newsroom, media, publisher):
    publisher.serves("/404.jpg", b"", 404)
    items = [item(f"Story {n}", extra=with_picture(f"http://10.0.0.1/{n}.jpg")) for n in range(6)]
    wire.serves(rss(*items))

    wire.fetch(wire.follow(takes_pictures=True))

    assert len(wire.headlines()) == 6


def test_one_picture_of_two_items_is_stored_once(wire, newsroom, media, picture, publisher):
    wire.serves(rss(*(item(f"Story {n}", extra=with_picture(picture)) for n in range(2))))

    wire.fetch(wire.follow(takes_pictures=True))

    (image,) = images(newsroom)
    assert [each.image_id for each in wire.articles()] == [image.id, image.id]
    assert len(publisher.requests) == 2


def test_known_items_fetch_no_picture_again(wire, newsroom, media, picture, publisher):
    wire.serves(rss(item(extra=with_picture(picture))))
    source = wire.follow(takes_pictures=True)
    wire.fetch(source)
    wire.serves(rss(item(extra=with_picture(picture)), extra="<generator>x</generator>"))

    wire.fetch(source)

    assert len(publisher.requests) == 3
