"""Text that runs against the direction of its page."""

from __future__ import annotations

import pytest
from lxml import html

ARABIC = "مرحبا بكم في NATO (3-1)!"
BODY = (
    f"<p>He said:</p><p>{ARABIC}</p><blockquote><p>نص عربي طويل.</p></blockquote>"
    "<ul><li>עברית (2)!</li><li>English</li></ul><p dir='ltr'>سلام</p><p>12 (3)!</p>"
)


def directions(source: str) -> dict[str, str | None]:
    """Return the `dir` of the element around each text, or of its nearest ancestor in the body."""
    prose = html.fromstring(source).cssselect("article")[0]
    found = {}
    for element in prose.iter("p", "li"):
        marked = [each.get("dir") for each in (element, *element.iterancestors())]
        found[element.text_content().strip()] = next((each for each in marked if each), None)
    return found


@pytest.mark.parametrize("query", ["", "?lite=1"])
def test_block_in_another_direction_has_dir_auto(reader, newsroom, query):
    article = newsroom.article("Quotes", body=BODY)
    found = directions(reader.get(article.path + query).text)

    assert found[ARABIC] == found["نص عربي طويل."] == found["עברית (2)!"] == "auto"
    assert found["English"] == "auto"
    assert found["سلام"] == "ltr"
    assert found["He said:"] == found["12 (3)!"] == "ltr"


def test_english_paragraph_of_an_arabic_story_has_dir_auto(reader, newsroom):
    article = newsroom.article("عنوان", language="ar", body="<p>نص</p><p>An English text!</p>")
    page = reader.get(article.path).text

    assert '<p dir="auto">An English text!</p>' in page
    assert "<p>نص</p>" in page


def test_feed_marks_directions_too(reader, newsroom):
    newsroom.article("Quotes", body=f"<p>{ARABIC}</p>")
    assert (
        f'<p dir="auto">{ARABIC}</p>' in reader.get("/feed/json/").json["items"][0]["content_html"]
    )


def test_headline_without_a_language_takes_its_own_direction(reader, newsroom):
    article = newsroom.article("مرحبا (1)!", standfirst="نص")
    newsroom.article("Plain headline")
    for path in (article.path, "/latest/", "/", "/search/?q=مرحبا", "/latest/?lite=1"):
        page = html.fromstring(reader.get(path).text)
        (shown, *_) = [
            each
            for each in page.iter("h1", "h2", "h3", "a")
            if each.text_content().strip().startswith("مرحبا") and "aria-hidden" not in each.attrib
        ]
        assert "auto" in [each.get("dir") for each in (shown, *shown.iterancestors())], path
    assert 'dir="auto"' not in reader.get("/feed/").text
