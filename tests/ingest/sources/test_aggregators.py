"""Search services are told from publishers, and their items name the publisher."""

from __future__ import annotations

import pytest

from portal.ingest.parsing.items import Feed, FeedItem
from portal.ingest.sources.aggregators import aggregator_of, name_publishers, publishers_of

GOOGLE = "https://news.google.com/rss/search?q=jersey"
BING = "https://www.bing.com/news/search?q=jersey&format=rss"
OPAQUE = "https://news.google.com/rss/articles/CBMiX2h0dHBz?oc=5"
THROUGH = "http://www.bing.com/news/apiclick.aspx?ref=FexRss&url=https%3a%2f%2fwire.example%2f1&c=1"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (GOOGLE, "Google News"),
        (BING, "Bing News"),
        ("https://www.bing.com/search?q=x&format=rss", ""),
        ("https://news.google.com.evil.example/rss", ""),
        ("https://wire.example/rss", ""),
        ("http://[broken/", ""),
        ("", ""),
    ],
)
def test_an_aggregator_is_known_by_its_host(address, name):
    assert aggregator_of(address) == name


def named(feed_address: str, **item) -> FeedItem:
    feed = Feed("rss20", items=[FeedItem(**item)])
    assert name_publishers(feed, feed_address)
    return feed.items[0]


def test_google_names_the_publisher_and_tells_no_address_of_the_story():
    found = named(
        GOOGLE, headline="River rises - Pannon Wire", address=OPAQUE, publisher="Pannon Wire",
        publisher_address="https://wire.example", summary="River rises Pannon Wire", body="<p>List</p>",
    )  # fmt: skip

    assert (found.headline, found.publisher) == ("River rises", "Pannon Wire")
    assert (found.address, found.publisher_address) == ("", "https://wire.example")
    assert (found.summary, found.body) == ("", "")


def test_the_end_of_the_title_names_a_publisher_that_nothing_else_names():
    found = named(GOOGLE, headline="A - B – talks fail – The Wire", address=OPAQUE)

    assert (found.headline, found.publisher) == ("A - B – talks fail", "The Wire")


def test_an_end_that_is_not_the_publisher_stays():
    found = named(GOOGLE, headline="Talks fail - again", address=OPAQUE, publisher="The Wire")

    assert (found.headline, found.publisher) == ("Talks fail - again", "The Wire")


def test_bings_links_hold_the_address_of_the_story():
    found = named(BING, headline="River rises", address=THROUGH, publisher="Pannon Wire")

    assert found.address == "https://wire.example/1"
    assert found.publisher_address == "https://wire.example/"


def test_a_publishers_own_feed_is_left_as_it_is():
    feed = Feed("rss20", items=[FeedItem(headline="Talks fail - The Wire", body="<p>x</p>")])

    assert name_publishers(feed, "https://wire.example/rss") == ""
    assert feed.items[0].headline == "Talks fail - The Wire"
    assert feed.items[0].body == "<p>x</p>"


def test_publishers_are_listed_once():
    items = [FeedItem(publisher="A", publisher_address="https://a.example"), FeedItem(publisher="A"), FeedItem()]  # fmt: skip

    assert [each["name"] for each in publishers_of(items)] == ["A"]
