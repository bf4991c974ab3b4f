"""The right picture, once: numbers, lazy loading, copies for other browsers, AMP."""

from __future__ import annotations

import re

import pytest
from PIL import Image as Pillow

from tests.transfer.wxr import attachment, item

OLD = "https://old.example/wp-content/uploads/2013/01"
OTHER = "https://elsewhere.example"


@pytest.fixture
def shown(import_parts, article, media, tmp_path):
    """Import a body beside the uploads river.jpg (51) and sea.jpg (52); return its pictures' addresses."""
    folder = tmp_path / "uploads" / "2013" / "01"
    folder.mkdir(parents=True)
    for name, colour in (("river", "navy"), ("sea", "teal")):
        Pillow.new("RGB", (400, 300), colour).save(folder / f"{name}.jpg")

    def shown(body: str) -> list[str]:
        import_parts(
            item(body=body, slug="text"),
            item("R", "", slug="r", meta={"_thumbnail_id": "51"}),
            item("S", "", slug="s", meta={"_thumbnail_id": "52"}),
            attachment(51, f"{OLD}/river.jpg"),
            attachment(52, f"{OLD}/sea.jpg"),
            media=tmp_path / "uploads",
        )
        return re.findall(r'<img src="([^"]*)"', article(slug="text").body)

    return shown


@pytest.mark.parametrize(
    "picture",
    [
        f'<img class="wp-image-51" src="{OLD}/river-300x200.jpg">',
        f'<img src="{OLD}/river.jpg">',
        '<img src="/wp-content/uploads/2013/01/river.jpg">',
        '<img src="https://i0.wp.com/old.example/wp-content/uploads/2013/01/river.jpg?resize=3">',
        '<img src="https://cdn.old.example/wp-content/uploads/2013/01/river.jpg">',
        f'<img class="wp-image-51" src="{OLD}/renamed-by-an-editor.jpg">',
        f'<img class="wp-image-51" src="{OTHER}/wp-content/uploads/2013/01/river-300x200.jpg">',
        f'<img src="data:image/gif;base64,R0lG" data-src="{OLD}/river.jpg" class="lazyload">',
        f'<img src="{OLD}/sea.jpg" data-lazy-src="{OLD}/river.jpg">',
        f'<img data-original="{OLD}/river.jpg">',
        f'<img srcset="{OLD}/river-300x200.jpg 300w, {OLD}/river.jpg 1024w">',
        f'<img data-srcset="{OLD}/river-300x200.jpg 1x,{OLD}/river.jpg 2x" src="data:image/png;base64,x">',
        f'<img data-orig-file="{OLD}/river.jpg">',
        f'<picture><source srcset="{OLD}/river.jpg 2x"><img alt=""></picture>',
        f'<img data-src="{OLD}/river.jpg"><noscript><img src="{OLD}/river.jpg"></noscript>',
        f'<img data-src="{OLD}/river.jpg"><noscript><img src="{OLD}/river-300x200.jpg"></noscript>',
        f'<noscript><img src="{OLD}/river.jpg"></noscript>',
        f'<p>Text <noscript><img src="{OLD}/river.jpg"></noscript> more</p>',
        f'<amp-img src="{OLD}/river.jpg" width="4" height="3"></amp-img>',
        f'<amp-img src="{OLD}/river.jpg"><noscript><img src="{OLD}/river.jpg"></noscript></amp-img>',
        f'<amp-img src="{OLD}/river.jpg"><amp-img fallback src="{OLD}/sea.jpg"></amp-img></amp-img>',
    ],
)
def test_a_picture_of_the_site_is_shown_once(shown, picture, app, article):
    assert len(found := shown(f"<p>Start</p>{picture}<p>End</p>")) == 1
    with app.app_context():
        from portal.extensions import db
        from portal.models import Article

        river = db.session.query(Article).filter_by(slug="r").one().image
        frame = river.rendition_set()
        assert found == [f"/media/{frame.file(frame.width)}"]
    assert "End" in article(slug="text").body


@pytest.mark.parametrize(
    "address",
    [
        f"{OTHER}/hot.jpg",
        f"{OTHER}/wp-content/uploads/2013/01/sea.jpg",
        "https://i0.wp.com/elsewhere.example/hot.jpg",
        "https://notold.example/a.jpg",
        "https://old.example.elsewhere.example/a.jpg",
    ],
)
def test_a_number_on_a_picture_of_another_site_is_not_ours(shown, address):
    assert shown(f'<p>Start</p><img class="wp-image-51" src="{address}" alt="A">') == [address]


def test_a_path_on_another_site_is_not_ours(shown):
    address = f"{OTHER}/wp-content/uploads/2013/01/river.jpg"
    assert shown(f'<p>Start</p><img src="{address}" alt="A">') == [address]


def test_a_film_of_amp_is_embedded(import_parts, article):
    import_parts(item(body='<amp-youtube data-videoid="abcdefghijk" width="4"></amp-youtube>'))
    assert "watch?v=abcdefghijk" in article().body
