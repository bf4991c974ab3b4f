"""The picture as a page shows it."""

from __future__ import annotations

from flask import render_template_string

from portal.models import Article, Image


def shown(app, macro: str, **context) -> str:
    source = (
        '{% from "shared/_picture.html" import picture, card_picture, portrait %}{{ '
        + macro
        + " }}"
    )
    with app.test_request_context():
        return render_template_string(source, **context)


def image(**values) -> Image:
    values = {"width": 1500, "height": 1200, "format": "jpeg", "alt": "A ferry"} | values
    return Image(digest="ab12" + "0" * 60, focal_x=0.4, focal_y=0.5, **values)


def test_picture_offers_webp_and_the_format_beside_it(app):
    html = shown(app, 'picture(image, "50vw")', image=image())

    assert (
        '<source type="image/webp" srcset="/media/ab/ab12000000000000-360-cut40x50.webp 360w,'
        in html
    )
    assert 'src="/media/ab/ab12000000000000-1200-cut40x50.jpg"' in html
    assert "1500-cut40x50.jpg 1500w" in html


def test_picture_has_width_and_height(app):
    assert 'width="1500" height="1000"' in shown(app, 'picture(image, "50vw")', image=image())
    assert 'width="1500" height="1200"' in shown(
        app, 'picture(image, "50vw", cut=false)', image=image()
    )


def test_picture_with_webp_alone_needs_no_source(app):
    html = shown(app, 'picture(image, "50vw")', image=image(format="webp"))

    assert "<source" not in html
    assert 'srcset="/media/ab/ab12000000000000-360-cut40x50.webp 360w' in html


def test_only_the_page_s_largest_picture_is_loaded_eagerly(app):
    assert 'loading="lazy"' in shown(app, 'picture(image, "50vw")', image=image())
    first = shown(app, 'picture(image, "50vw", priority=true)', image=image())
    assert 'fetchpriority="high"' in first
    assert "lazy" not in first


def test_picture_has_its_alt_unless_another_is_given(app):
    quoted = image(alt='A "ferry" <at> dawn')

    assert 'alt="A &#34;ferry&#34; &lt;at&gt; dawn"' in shown(
        app, 'picture(image, "1px")', image=quoted
    )
    assert 'alt=""' in shown(app, 'picture(image, "1px", alt="")', image=quoted)


def test_card_without_a_picture_has_a_text_cover(app):
    html = shown(app, 'card_picture(article, "1px")', article=Article(headline="Rents & rivers"))

    assert '<svg class="cover' in html
    assert "Rents &amp;" in html
    assert "style=" not in html


def test_cover_of_a_right_to_left_headline_is_right_aligned(app):
    html = shown(app, 'card_picture(article, "1px")', article=Article(headline="النهر يرتفع"))

    assert "cover--rtl" in html
    assert '<text x="560"' in html


def test_portrait_is_square_about_its_focal_point(app):
    tall = image(width=600, height=900)
    tall.focal_y = 0.2

    assert 'class="at-1"' in shown(app, 'portrait(image, "3rem")', image=tall)
    assert 'alt=""' in shown(app, 'portrait(image, "3rem")', image=tall)
