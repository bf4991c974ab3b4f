"""A draft carries as much of the text as the licence allows."""

from __future__ import annotations

from portal.ingest.parsing.items import FeedItem
from portal.ingest.rules.licence import carried

BODY = "<p>" + "One sentence of ten words stands here for the reader. " * 20 + "</p>"


def test_nothing_is_nothing():
    found = carried(FeedItem(summary="A summary.", body=BODY), "nothing", BODY)

    assert (found.standfirst, found.body, found.adaptation) == ("", "", None)


def test_an_excerpt_is_at_most_sixty_words_and_ends_with_a_sentence():
    found = carried(FeedItem(), "excerpt", BODY)

    assert len(found.standfirst.split()) <= 60
    assert found.standfirst.endswith("reader.")
    assert (found.body, found.adaptation) == ("", "excerpt")


def test_the_whole_text_is_verbatim_and_does_not_repeat_its_beginning():
    begin = "One sentence of ten words stands here …"
    found = carried(FeedItem(summary=begin, body=BODY), "full", BODY)

    assert (found.standfirst, found.body, found.adaptation) == ("", BODY, "verbatim")


def test_a_summary_of_its_own_becomes_the_standfirst():
    assert carried(FeedItem(summary="In short."), "full", BODY).standfirst == "In short."
