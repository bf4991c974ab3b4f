"""A feed is found from the address of a publisher's site."""

from __future__ import annotations

from portal.ingest.failures import Failure
from portal.ingest.sources.discovery import Found, feed_links, feeds_of, find_feed
from tests.ingest.feeds import item, rss

BASE = "https://wire.example/news/"


def link(address: str, kind: str = "application/rss+xml", rel: str = "alternate") -> str:
    return f'<link rel="{rel}" type="{kind}" href="{address}">'


def test_links_of_a_page_are_listed_and_comments_come_last():
    page = (
        link("/comments/feed/") + link("rss.xml") + link("atom.xml", "application/atom+xml")
        + link("feed.json", "application/feed+json") + link("style.css", "text/css", "stylesheet")
        + link("/hu/", "text/html") + '<a href="/rss/sport">RSS</a><a href="/feedback">Write to us</a>'
        + link("javascript:alert(1)")
    )  # fmt: skip

    assert feed_links(page, BASE) == [
        "https://wire.example/news/rss.xml",
        "https://wire.example/news/atom.xml",
        "https://wire.example/news/feed.json",
        "https://wire.example/rss/sport",
        "https://wire.example/comments/feed/",
    ]


def test_a_base_element_counts():
    page = '<base href="https://cdn.example/x/">' + link("rss.xml")

    assert feed_links(page, BASE) == ["https://cdn.example/x/rss.xml"]


def test_what_is_no_page_has_no_links():
    assert feed_links("", BASE) == feed_links("\0\0", BASE) == feed_links("<", BASE) == []


def found(app, address: str) -> Found | Failure:
    with app.app_context():
        return find_feed(address)


def test_a_feeds_own_address_is_taken(wire, app):
    address = wire.serves(rss(item()))

    assert found(app, address).address == address


def test_a_site_leads_to_its_feed_and_others_are_named(wire, app, publisher):
    feed, other = wire.serves(rss(item()), "/rss"), wire.serves(rss(item()), "/sport/rss")
    publisher.serves(
        "/", (link("/rss") + link("/sport/rss")).encode().join([b"<html>", b"</html>"])
    )

    result = found(app, publisher.address("/"))

    assert (result.address, result.others, result.feed.title) == (feed, [other], "Pannon Wire")


def test_a_site_that_names_no_feed_is_asked_where_feeds_usually_are(wire, app, publisher):
    publisher.serves("/", b"<html><p>News</p></html>")
    for path in ("/feed/", "/rss", "/atom.xml", "/index.xml", "/feed.json", "/rss.xml"):
        publisher.serves(path, b"", 404)
    feed = wire.serves(rss(item()), "/feed.xml")

    assert found(app, publisher.address("/")).address == feed


def test_a_site_without_a_feed_is_said_in_words(wire, app, publisher):
    publisher.serves("/", b"<html><p>News</p></html>")
    for path in (
        "/feed/",
        "/rss",
        "/atom.xml",
        "/index.xml",
        "/feed.json",
        "/rss.xml",
        "/feed.xml",
    ):
        publisher.serves(path, b"<html>Not here</html>")

    result = found(app, publisher.address("/"))

    assert result.kind == "page"
    assert result.sentence.endswith("Its site names no feed.")
    assert len(publisher.requests) <= 9


def test_a_feed_that_has_moved_is_followed_at_its_new_address(wire, app, publisher):
    feed = wire.serves(rss(item()), "/new")

    assert found(app, publisher.redirects("/old", "/new", 301)).address == feed


def test_publishers_own_feeds_are_found(wire, app, publisher):
    feed = wire.serves(rss(item()), "/")
    listed = [{"name": "A", "address": feed}, {"name": "B", "address": ""}]

    with app.app_context():
        assert list(feeds_of(listed)) == [("A", feed)]
