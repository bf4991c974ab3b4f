"""The pictures of a body."""

from __future__ import annotations

import pytest
from lxml import html

from portal.pictures.storage import image_html
from portal.site.bodies.body import Body
from tests.site.queries import counted

FILE = "/media/ab/ab12000000000000-1500.jpg"


def shown(app, body: str, query: str = ""):
    with app.test_request_context(f"/{query}"):
        return html.fragment_fromstring(str(Body(body).html), create_parent="div")


def test_picture_offers_sizes_and_loads_lazily(app):
    body = shown(
        app, f'<figure><img src="{FILE}" alt="A ferry" width="1500" height="1000"></figure>'
    )

    image = body.find(".//figure[@class='figure']/picture//img")
    assert dict(image.attrib) == {
        "src": "/media/ab/ab12000000000000-1200.jpg",
        "srcset": ", ".join(
            f"/media/ab/ab12000000000000-{width}.jpg {width}w" for width in (360, 720, 1200, 1500)
        ),
        "sizes": "(min-width: 40rem) 37rem, 92vw",
        "width": "1500",
        "height": "1000",
        "alt": "A ferry",
        "loading": "lazy",
        "decoding": "async",
    }
    source = body.find(".//picture/source")
    assert source.get("type") == "image/webp"
    assert "/media/ab/ab12000000000000-360.webp 360w" in source.get("srcset")


def test_picture_file_is_one_that_the_image_stored(app, newsroom):
    image = newsroom.image("A ferry", width=800, height=1200, format="png", caption="At dawn")

    body = shown(app, image_html(image))

    picture = body.find(".//img")
    assert (picture.get("width"), picture.get("height"), picture.get("class")) == (
        "800",
        "1200",
        "drawn",
    )
    assert f"/media/{image.file(800, format='png')} 800w" in picture.get("srcset")
    assert body.findtext(".//figcaption") == "At dawn"


def test_pictures_of_a_gallery_have_smaller_sizes(app):
    one = f'<figure><img src="{FILE}" width="3" height="2"></figure>'
    body = shown(app, f"<figure>{one}{one}<figcaption>Two ferries</figcaption></figure>")

    gallery = body.find("figure")
    assert {figure.get("class") for figure in gallery.iter("figure")} == {"figure"}
    for image in gallery.iter("img"):
        assert image.get("sizes") == "(min-width: 40rem) 18rem, 45vw"


def test_picture_stored_as_webp_alone_has_no_source_element(app):
    body = shown(app, f'<img src="{FILE.replace("jpg", "webp")}" width="1500" height="1000">')

    assert body.find(".//source") is None
    assert body.find(".//img").get("alt") == ""


@pytest.mark.parametrize(
    "size", ["", 'width="0" height="0"', 'width="9" height="-1"', 'width="x" height="١"']
)
def test_picture_without_a_size_is_assumed_3_to_2(app, size):
    image = shown(app, f'<img src="{FILE}" {size}>').find(".//img")

    assert (image.get("width"), image.get("height")) == ("1500", "1000")


def test_pictures_are_at_the_media_url_setting(app, monkeypatch):
    monkeypatch.setitem(app.config, "MEDIA_URL", "https://media.example/m")

    image = shown(app, f'<img src="{FILE}" width="3" height="2">').find(".//img")

    assert image.get("src").startswith("https://media.example/m/ab/")
    assert image.get("srcset").count("https://media.example/m/ab/") == 4


def test_foreign_picture_is_a_link_and_is_not_loaded(app):
    body = shown(app, '<p>See <img src="https://elsewhere.example/a.jpg" alt="a map"> there</p>')

    assert body.find(".//img") is None
    link = body.find(".//a")
    assert (link.get("href"), link.text, link.tail) == (
        "https://elsewhere.example/a.jpg",
        "Picture: a map",
        " there",
    )


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:image/png;base64,AA", "/elsewhere/media/ab/ab12000000000000-1500.jpg",
     "ab/ab12000000000000-1500.jpg", "http://[", ""],
)  # fmt: skip
def test_picture_with_another_address_becomes_text(app, address):
    body = shown(app, f'<img src="{address}">')

    assert body.find(".//img") is None
    assert "Picture: no description" in body.text_content()
    assert not [link for link in body.iter("a") if not link.get("href").startswith("http")]


def test_foreign_picture_within_a_link_becomes_text(app):
    body = shown(app, '<a href="/x/"><img src="https://elsewhere.example/a.jpg" alt="a map"></a>')

    assert [link.get("href") for link in body.iter("a")] == ["/x/"]
    assert body.text_content() == "Picture: a map"


def test_source_element_has_no_end_tag(app):
    with app.test_request_context("/"):
        assert "</source>" not in Body(f'<img src="{FILE}">').html


def test_text_before_the_first_element_is_kept(app):
    with app.test_request_context("/"):
        html = Body("&lt;script&gt;alert(1)&lt;/script&gt; &amp; <p>so on</p>").html

    assert html.startswith("&lt;script&gt;alert(1)&lt;/script&gt; &amp; <p>")


def test_pictures_need_no_query(app, newsroom, reader):
    few = newsroom.article(body=f'<img src="{FILE}">')
    many = newsroom.article(body=f'<img src="{FILE}">' * 30)
    reader.get(few.path)

    with counted(app) as once:
        reader.get(few.path)
    with counted(app) as again:
        page = reader.get(many.path).text

    assert page.count('loading="lazy"') >= 30
    assert len(again) == len(once)


def test_every_picture_of_a_page_has_its_size(newsroom, reader):
    image = newsroom.image()
    author = newsroom.author(portrait=newsroom.image(width=640, height=640))
    for _ in range(12):
        article = (
            newsroom.article(
                image=image,
                authors=[author],
                body=f'<p>a</p><img src="{FILE}">',
                category=newsroom.category("A"),
            )
            if _ == 0
            else newsroom.article(image=image, authors=[author])
        )

    for address in ("/", article.path, "/latest/", f"/author/{author.slug}/", "/authors/"):
        page = html.fromstring(reader.get(address).text)
        assert page.findall(".//img"), address
        for each in page.iter("img"):
            assert int(each.get("width")) > 0 and int(each.get("height")) > 0
            assert each.get("alt") is not None
