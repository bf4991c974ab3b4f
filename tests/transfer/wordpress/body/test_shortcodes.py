"""Shortcodes of page builders, themes and plugins: no reader sees a bracket, no word is lost."""

from __future__ import annotations

import json
from base64 import b64encode
from time import perf_counter
from urllib.parse import quote

import pytest

from portal.transfer.wordpress.body.attributes import shortcode_of
from portal.transfer.wordpress.body.shortcodes import Media, replace_shortcodes
from tests.transfer.wxr import attachment, item

UPLOADS = "https://old.example/wp-content/uploads/2013/01"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            '[vc_row][vc_column width="1/2"][vc_column_text css=".a{margin:0}"]First.\n\nSecond.'
            "[/vc_column_text][/vc_column][/vc_row]",
            "<p>First.</p>\n<p>Second.</p>",
        ),
        (
            '[et_pb_section fb_built="1"][et_pb_row][et_pb_text]<p>Divi.</p>[/et_pb_text][/et_pb_row]'
            "[/et_pb_section]",
            "<p>Divi.</p>",
        ),
        ("[fusion_text]Avada.[/fusion_text]", "<p>Avada.</p>"),
        ("[av_textblock size='']Enfold.[/av_textblock]", "<p>Enfold.</p>"),
        ("[one_half]Left.[/one_half][one_half_last]Right.[/one_half_last]", "<p>Left.</p>\n<p>Right.</p>"),
        ("A [su_highlight]marked[/su_highlight] word", "<p>A marked word</p>"),
        ("[dropcap]T[/dropcap]he story", "<p>The story</p>"),
        (
            '[vc_custom_heading text="Head &amp; tail" font_container="tag:h2|text_align:left"]',
            "<h2>Head &amp; tail</h2>",
        ),
        ('[vc_tta_section title="A tab"]Within.[/vc_tta_section]', "<h3>A tab</h3>\n<p>Within.</p>"),
        (
            '[et_pb_blurb title="Fact" image="https://else.example/a.jpg" alt="A"]Text.[/et_pb_blurb]',
            '<h3>Fact</h3>\n<figure><img src="https://else.example/a.jpg" alt="A"></figure>\n<p>Text.</p>',
        ),
        (
            '[vc_btn title="Read on" link="url:https%3A%2F%2Felse.example%2Fa|title:x"]',
            '<p><a href="https://else.example/a">Read on</a></p>',
        ),
        (
            '[button link="https://else.example/a"]Read on[/button]',
            '<p><a href="https://else.example/a">Read on</a></p>',
        ),
        (
            '[et_pb_button button_url="https://else.example/a" button_text="Read on"]',
            '<p><a href="https://else.example/a">Read on</a></p>',
        ),
        (
            f"[vc_raw_html]{b64encode(quote('<p>Größe</p>').encode()).decode()}[/vc_raw_html]",
            "<p>Größe</p>",
        ),
        ("[et_pb_code]<p>Plain.</p>[/et_pb_code]", "<p>Plain.</p>"),
        (
            '[vc_video link="https://www.youtube.com/watch?v=abcdefghijk"]',
            '<portal-embed address="https://www.youtube.com/watch?v=abcdefghijk"></portal-embed>',
        ),
        ("<p>[ez-toc]</p><p>Text.</p>", "<p>Text.</p>"),
        ("[toc]\n\nText.", "<p>Text.</p>"),
        ('[contact-form-7 id="5" title="Contact"]\n\nText.', "<p>Text.</p>"),
        ("[contact-form][contact-field label='Name' /][/contact-form]Text.", "<p>Text.</p>"),
        ('[jnews_block_9 header_icon="" first_title="More"]Text.', "<p>Text.</p>"),
        ('[td_block_1 limit="5"][/td_block_1]Text.', "<p>Text.</p>"),
        ("Nested [vc_row][vc_row_inner][vc_column_inner]deep[/vc_column_inner][/vc_row_inner][/vc_row]",
         "<p>Nested</p>\n<p>deep</p>"),
        # Words in brackets are no shortcodes.
        ("He said “[half] of them” and [sic] [note] [blog]", "<p>He said “[half] of them” and [sic] [note] [blog]</p>"),
        ("<pre>[vc_row]</pre>", "<pre>[vc_row]</pre>"),
        ("[[vc_row]] is a shortcode", "<p>[vc_row] is a shortcode</p>"),
    ],
)  # fmt: skip
def test_the_words_of_a_builder_stay(import_parts, article, body, expected):
    import_parts(item(body=body))
    assert article().body == expected


def test_each_shortcode_is_reported_by_name_and_count(import_parts):
    report = import_parts(
        item(body="[vc_row][vc_column]A[/vc_column][vc_column]B[/vc_column][/vc_row][ez-toc]"),
        item("Two", slug="two", body="[ez-toc] [mystery a=1]"),
    )
    assert report.remarks == {
        "the shortcode [vc_column] was unwrapped": 2,
        "the shortcode [vc_row] was unwrapped": 1,
        "the shortcode [ez-toc] was removed": 2,
        "the shortcode [mystery] stays as text": 1,
    }


def test_a_playlist_names_its_sounds(import_parts, article):
    import_parts(
        item(body='[playlist ids="51,52"]'),
        attachment(51, f"{UPLOADS}/one.mp3"),
        attachment(52, f"{UPLOADS}/two.mp3"),
    )
    body = article().body
    assert body.index("one.mp3") < body.index("two.mp3")
    assert "[" not in body


def widget(kind: str, **settings) -> dict:
    return {"elType": "widget", "widgetType": kind, "settings": settings, "elements": []}


ELEMENTOR = [
    {
        "elType": "section",
        "settings": [],
        "elements": [
            {
                "elType": "column",
                "settings": {"_column_size": 100},
                "elements": [
                    widget("heading", title="A heading", header_size="h2"),
                    widget("text-editor", editor="<p>First.</p><p>Second.</p>"),
                    widget("image", image={"url": "https://else.example/a.jpg", "alt": "A"}),
                    widget("video", youtube_url="https://www.youtube.com/watch?v=abcdefghijk"),
                    widget("button", text="Read on", link={"url": "https://else.example/"}),
                    widget("form", form_name="Contact"),
                    widget("shortcode", shortcode="[ez-toc]"),
                    widget("accordion", tabs=[{"tab_title": "One", "tab_content": "<p>In.</p>"}]),
                ],
            }
        ],
    }
]


def test_a_text_that_elementor_stores_in_meta_only_comes_in(import_parts, article):
    report = import_parts(item(body="", meta={"_elementor_data": json.dumps(ELEMENTOR)}))
    assert article().body.split("\n") == [
        "<h2>A heading</h2>",
        "<p>First.</p>",
        "<p>Second.</p>",
        '<figure><img src="https://else.example/a.jpg" alt="A"></figure>',
        '<portal-embed address="https://www.youtube.com/watch?v=abcdefghijk"></portal-embed>',
        '<p><a href="https://else.example/">Read on</a></p>',
        "<h3>One</h3>",
        "<p>In.</p>",
    ]
    assert report.remarks["the widget “form” of the page builder was removed"] == 1
    assert report.remarks["the shortcode [ez-toc] was removed"] == 1


def test_the_text_of_the_editor_goes_before_that_of_elementor(import_parts, article):
    import_parts(item(body="Own.", meta={"_elementor_data": json.dumps(ELEMENTOR)}))
    assert article().body == "<p>Own.</p>"


@pytest.mark.parametrize("data", ["", "[", "null", '"x"', "[1, null, {}]", "[" * 3000])
def test_broken_data_of_a_builder_is_no_text(import_parts, article, data):
    import_parts(item(body="", meta={"_elementor_data": data}))
    assert article().body == ""


@pytest.mark.parametrize(
    ("attributes", "value"),
    [
        ('caption="She said &quot;no&quot;"', 'She said "no"'),
        ("caption='She said \"no\"'", 'She said "no"'),
        ('caption="She said “no”"', "She said “no”"),
        ("caption=“Typeset”", "Typeset"),
        ("caption=&quot;escaped&quot;", "escaped"),
        ("caption=&#8221;escaped&#8221;", "escaped"),
        ("caption=bare", "bare"),
        ('caption = "spaced"', "spaced"),
        ('caption="a=b"', "a=b"),
    ],
)
def test_a_value_keeps_the_quotes_within_it(attributes, value):
    assert shortcode_of("caption", f' id="a" {attributes} width="300"').named == {
        "id": "a",
        "caption": value,
        "width": "300",
    }


@pytest.mark.parametrize(
    "caption",
    ['caption="She said &quot;no&quot;"]', ']She said "no"'],
)
def test_a_caption_with_quotes_is_whole(import_parts, article, caption):
    picture = '<img src="https://else.example/a.jpg" alt="A">'
    close, _, words = caption.partition("]")
    import_parts(item(body=f'[caption id="a" {close}]{picture}{words}[/caption]'))
    assert '<figcaption>She said "no"</figcaption>' in article().body


@pytest.mark.parametrize(
    "unit",
    [
        "[vc_row]",
        "[button a=1]",
        "[audio a]",
        "[/vc_row]",
        "[",
        "[x y=",
        "[n{n} a=1]",
        '[a b="',
        "[toc]",
    ],
)
def test_hostile_text_takes_linear_time(unit):
    media = Media(lambda _: "", lambda _: "", lambda _: "")
    text = "".join(unit.replace("{n}", str(n)) for n in range(20_000))
    started = perf_counter()
    replace_shortcodes(text, media, lambda _: None)
    assert perf_counter() - started < 5
