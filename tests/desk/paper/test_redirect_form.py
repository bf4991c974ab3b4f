"""Old addresses that the desk accepts, and those that it refuses."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "old", ["/caf%C3%A9/", "/caf%c3%a9-low/", "/my%20file.pdf", "/cafe\u0301-nfd/"]
)
def test_an_encoded_or_decomposed_address_redirects(editor, reader, old):
    assert (
        editor.post("/desk/redirects/new", data={"old": old, "address": "/about/"}).status_code
        == 303
    )
    assert reader.get(old).status_code == 301


@pytest.mark.parametrize("old", ["/old.php?id=7", "/old/#part"])
def test_a_query_or_fragment_is_refused_in_words(editor, old):
    answer = editor.post("/desk/redirects/new", data={"old": old, "address": "/about/"})
    assert answer.status_code == 422
    assert "only the path redirects" in answer.text


def test_an_address_that_has_a_page_is_refused_in_words(editor, newsroom):
    story = newsroom.article("River rises")
    newsroom.page("About"), newsroom.tag("Climate"), newsroom.category("Europe")
    for old in ("/about/", "/about", "/tag/climate/", "/category/europe/", story.path):
        answer = editor.post("/desk/redirects/new", data={"old": old, "address": "/contact/"})
        assert answer.status_code == 422, old
        assert "A page is at this address" in answer.text
