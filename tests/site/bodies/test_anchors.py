"""Links within a story lead to their targets, also below another story."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from lxml import html

BODY = (
    '<h2 id="one">First part</h2><p>See <a href="#two">below</a> and <a href="#second-part">it</a>.'
    '<sup id="ref1"><a href="#fn1">1</a></sup> <a href="#n%C3%B6t">ö</a> <a href="#gone">x</a></p>'
    '<h2 id="two">Second part</h2><ol><li id="fn1">The note. <a href="#ref1">back</a></li>'
    '<li id="nöt">Ö</li><li id="main">Also an id of the page</li></ol>'
)


@pytest.mark.parametrize("query", ["", "?lite=1", "?part=story"])
def test_each_link_within_a_story_has_its_target(reader, newsroom, query):
    article = newsroom.article("Notes", body=BODY)
    page = html.fromstring(reader.get(article.path + query).text)
    ids = [each.get("id") for each in page.iter() if each.get("id")]

    for text in ("below", "it", "1", "ö", "back"):
        (link,) = [
            each for each in page.cssselect("article p a, article li a") if each.text == text
        ]
        assert unquote(link.get("href").removeprefix("#")) in ids, text
    assert len(ids) == len(set(ids))


def test_ids_of_two_stories_on_one_page_differ(reader, newsroom):
    first, second = newsroom.article("One", body=BODY), newsroom.article("Two", body=BODY)
    pages = reader.get(first.path).text + reader.get(f"{second.path}?part=story").text
    ids = re.findall(r' id="([^"]+)"', pages)

    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("address", ["tel:+3225551234", "sms:+3225551234"])
def test_telephone_links_are_shown_everywhere(reader, newsroom, address):
    article = newsroom.article("Call", body=f'<p><a href="{address}">Call us</a></p>')
    for path in (article.path, f"{article.path}?lite=1"):
        assert f'<a href="{address}">Call us</a>' in reader.get(path).text
    assert address in reader.get("/feed/json/").json["items"][0]["content_html"]
