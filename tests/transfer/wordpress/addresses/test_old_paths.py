"""Links to the old site lead to the same place of the same text here."""

from __future__ import annotations

import pytest

from portal.transfer.wordpress.addresses.old_paths import target_of, with_new_links

SITE = "old.example"
TARGETS = {"/": "/", "/2013/05/10/two": "/2013/05/10/two/", "/?p=2": "/2013/05/10/two/"}


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("http://old.example/2013/05/10/two/", "/2013/05/10/two/"),
        ("http://old.example/2013/05/10/two/#part-2", "/2013/05/10/two/#part-2"),
        ("https://www.old.example/?p=2#part-2", "/2013/05/10/two/#part-2"),
        ("http://old.example/2013/05/10/two/amp/#part-2", "/2013/05/10/two/#part-2"),
        ("http://old.example/2013/05/10/two/?replytocom=5#respond", "/2013/05/10/two/"),
        ("http://old.example/2013/05/10/two/#comment-12", "/2013/05/10/two/"),
        ("http://old.example/?s=flood", "/search/?q=flood"),
        ("http://old.example/?s=high+water%20%26%20ice", "/search/?q=high+water+%26+ice"),
        ("http://old.example/#about", "/#about"),
        ("http://old.example/2013/05/10/three/#part", None),
        ("http://elsewhere.example/?s=flood", None),
    ],
)
def test_fragments_and_searched_words_stay(address, target):
    assert target_of(address, SITE, TARGETS) == target


def test_links_of_a_body_are_escaped():
    body = '<p><a href="http://old.example/?s=a&amp;x=1">A</a> <a href="http://old.example/?p=2#x&amp;y">B</a></p>'
    html = with_new_links(body, SITE, TARGETS)
    assert html == '<p><a href="/search/?q=a">A</a> <a href="/2013/05/10/two/#x&amp;y">B</a></p>'
