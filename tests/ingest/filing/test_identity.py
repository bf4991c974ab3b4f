"""An item is the same by its guid, else its link, else its title and text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from portal.ingest.filing.addresses import canonical
from portal.ingest.filing.identity import identities
from portal.ingest.parsing.items import FeedItem

TEXT = "<p>" + "The river rose by a metre in one night, and the ferry did not sail. " * 3 + "</p>"
DATE = datetime(2026, 1, 1, tzinfo=UTC)


def same(*items: FeedItem) -> bool:
    """True if each of these items, fetched one after the other, shares its decisive key with the first."""
    first, *others = (identities([item])[0].keys for item in items)
    return all({*other} & {*first} for other in others)


def story(guid="", address="", headline="River rises", body="", date=None) -> FeedItem:
    return FeedItem(guid, address, headline, body=body, published_at=date)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (story("http://a.example/?p=1"), story("https://www.b.example/?p=1", headline="Other")),
        (story("tag:1"), story("tag:1", headline="Other", body=TEXT)),
        (story("1", "http://a.example/x"), story("2", "https://www.a.example/x/?utm_source=rss")),
        (story("1", "http://a.example/x", body=TEXT), story("2", "http://a.example/y", body=TEXT)),
        (story("1", "http://a.example/x", date=DATE), story("2", "http://a.example/y", date=DATE)),
        (story(), story(body=TEXT)),
    ],
)
def test_the_same_item_is_known_again(one, other):
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (story("http://a.example/?p=1"), story("http://a.example/?p=2")),
        (story("http://a.example/"), story("http://b.example/")),
        (story("1", "http://a.example/x"), story("2", "http://a.example/y")),
        (story("1", "http://a.example/?id=1"), story("2", "http://a.example/?id=2")),
        (story("1", headline="Weather", body="<p>Rain.</p>"), story("2", headline="Weather", body="<p>Rain.</p>")),
        (story(headline="River rises"), story(headline="River falls")),
    ],
)  # fmt: skip
def test_different_items_stay_apart(one, other):
    assert not same(one, other)


def test_a_guid_or_link_that_stands_for_many_counts_for_none():
    items = [story("feed", "http://a.example/news", f"Story {n}") for n in range(3)]

    keys = [each.keys[0] for each in identities(items)]

    assert len({*keys}) == 3


def test_the_address_of_the_site_itself_counts_for_none():
    items = [story("", "http://a.example/", "Story 1")]

    assert identities(items, home="https://a.example")[0].shared_address == ""


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("https://A.example:443/x?utm_source=rss&utm_medium=x", "https://a.example/x"),
        ("https://a.example/x?id=5&fbclid=abc#top", "https://a.example/x?id=5"),
        ("https://a.example/x?at_campaign=RSS&at_medium=RSS", "https://a.example/x"),
        ("https://a.example/x?source=rss", "https://a.example/x"),
        ("https://a.example/x?source=5", "https://a.example/x?source=5"),
        ("https://a.example/x?ref=home", "https://a.example/x?ref=home"),
        ("https://a.example/#!/story/5", "https://a.example/#!/story/5"),
        ("http://a.example:8080/x?b=2&a=1", "http://a.example:8080/x?b=2&a=1"),
        ("https://a.example/x?q=%C3%A9+b", "https://a.example/x?q=%C3%A9+b"),
        ("mailto:x@a.example", ""),
        ("http://[broken/", ""),
        ("", ""),
    ],
)
def test_an_address_loses_its_trackers_and_nothing_else(address, plain):
    assert canonical(address) == plain
