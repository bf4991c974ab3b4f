from __future__ import annotations

from html import escape

import pytest
from lxml import html

from portal import cleaning
from portal.demo.markdown import to_html


def figure(file: str, caption: str) -> str:
    return f'<figure><img src="/media/{file}" alt="" width="3" height="2"><figcaption>{escape(caption)}</figcaption></figure>'


def shown(text: str) -> html.HtmlElement:
    body = to_html(text, figure, {"river": "/2026/01/19/river/"}.__getitem__)
    assert cleaning.clean(body) == body
    return html.fragment_fromstring(body, create_parent="div")


def test_a_line_above_a_table_becomes_its_caption():
    story = shown("*Table: Levels, in metres*\n\n| Year | Level |\n| --- | ---: |\n| 2026 | 3.1 |")
    assert story.findtext("table/caption") == "Levels, in metres"
    heads = [(cell.text, cell.get("scope")) for cell in story.iter("th")]
    assert heads == [("Year", "col"), ("Level", "col"), ("2026", "row")]
    assert story.find("p") is None


def test_a_caption_without_a_table_stays_a_paragraph():
    story = shown("*Table: Levels*\n\nNo table here.")
    assert [paragraph.text_content() for paragraph in story.iter("p")] == [
        "Table: Levels",
        "No table here.",
    ]


def test_the_last_line_of_a_quote_names_the_speaker():
    story = shown("> It came back.\n>\n> — Rövşən Hüseynli, observer")
    assert story.findtext("blockquote/p") == "It came back."
    assert story.findtext("blockquote/footer") == "Rövşən Hüseynli, observer"


def test_a_picture_alone_becomes_a_figure():
    story = shown('![A river](river.webp "Seen from <the> bank")')
    image = story.find("figure/img")
    assert (image.get("src"), image.get("alt")) == ("/media/river.webp", "A river")
    assert story.findtext("figure/figcaption") == "Seen from <the> bank"


def test_a_film_alone_on_a_line_is_embedded():
    story = shown("Before.\n\nhttps://www.youtube.com/watch?v=q7Vd0xRk3Zs\n\nAfter.")
    assert story.find("portal-embed").get("address")
    assert "youtube" not in story.text_content()


def test_an_unknown_address_stays_text():
    assert shown("https://films.example/1").findtext("p") == "https://films.example/1"


def test_a_link_to_a_story_gets_its_address():
    assert shown("See [the river](/article/river).").find("p/a").get("href") == "/2026/01/19/river/"


def test_a_link_to_a_missing_story_is_an_error():
    with pytest.raises(KeyError):
        shown("See [the sea](/article/sea).")


def test_an_empty_text_gives_an_empty_body():
    assert to_html("", figure, str) == ""
