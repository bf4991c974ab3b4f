"""Relative addresses of a body lead to the same place from wherever it is read."""

from __future__ import annotations

import re

import pytest

LINKS = {
    "?p=1": "{path}?p=1",
    "page.html": "{path}page.html",
    "./page.html": "{path}page.html",
    "/about/": "/about/",
    "tel:+3225551234": "tel:+3225551234",
    "https://other.example/": "https://other.example/",
}
BODY = "<p>" + "".join(f'<a href="{each}">x</a> ' for each in LINKS) + "</p>"


@pytest.mark.parametrize("query", ["", "?part=story"])
def test_relative_addresses_resolve_against_the_story(reader, newsroom, query):
    article = newsroom.article("Links", body=BODY)
    links = re.findall(r'<a href="([^"]+)"[^>]*>x</a>', reader.get(article.path + query).text)
    assert links == [each.format(path=article.path) for each in LINKS.values()]


def test_no_relative_address_is_left_in_a_feed(reader, newsroom):
    body = BODY + '<p id="n"><a href="#n">x</a> <a href="../x">x</a></p>'
    article = newsroom.article("Links", body=body)
    content = reader.get("/feed/json/").json["items"][0]["content_html"]
    links = re.findall(r'<a href="([^"]+)"[^>]*>x</a>', content)

    assert len(links) == len(LINKS) + 2
    assert all(re.match(r"https?://[^/]+/|tel:", each) for each in links)
    assert links[-2].endswith(f"{article.path}#s{article.id}-n")
