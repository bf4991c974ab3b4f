"""One fetch of one source, from its publisher's server to drafts in review."""

from __future__ import annotations

import gzip
import socket
from datetime import timedelta

import pytest

from portal.ingest import fetch_source as module
from portal.models import FeedState, ItemState, State, now
from tests.ingest.feeds import item, rss

pytestmark = pytest.mark.both_databases


def test_new_items_become_drafts_in_review_with_their_source(wire):
    wire.serves(rss(item("River rises", guid="1", link="http://wire.example/river?utm_source=rss")))
    source = wire.follow()

    outcome = wire.fetch(source)

    (article,), (original,) = wire.articles(), wire.items()
    assert outcome.filed.new == 1
    assert article.state is State.IN_REVIEW
    assert (article.headline, article.original_headline) == ("River rises", "River rises")
    assert article.standfirst == "The river rose by a metre."
    assert (article.source_id, article.source_address) == (source.id, "http://wire.example/river")
    assert article.adaptation == "excerpt"
    assert (original.state, original.article_id) == (ItemState.WAITING, article.id)
    assert original.body == "<p>The river rose by a metre.</p>"


def test_an_unchanged_feed_costs_one_conditional_request(wire, publisher, monkeypatch):
    wire.serves(rss(item()), ETag='"1"', Last_Modified="Thu, 19 Nov 2026 06:00:00 GMT")
    source = wire.follow()
    wire.fetch(source)
    publisher.serves("/feed", b"", 304, ETag='"1"')
    monkeypatch.setattr(module, "parse_feed", None)
    monkeypatch.setattr(module, "file_items", None)

    outcome = wire.fetch(source)

    assert outcome.is_unchanged
    assert publisher.requests[1]["if-none-match"] == '"1"'
    assert publisher.requests[1]["if-modified-since"] == "Thu, 19 Nov 2026 06:00:00 GMT"


def test_the_same_bytes_without_a_304_are_not_parsed_again(wire, monkeypatch):
    wire.serves(rss(item()))
    source = wire.follow()
    wire.fetch(source)
    monkeypatch.setattr(module, "parse_feed", None)

    assert wire.fetch(source).is_unchanged


def test_a_304_with_another_body_changes_nothing(wire, publisher):
    wire.serves(rss(item()), ETag='"1"')
    source = wire.follow()
    wire.fetch(source)
    publisher.serves("/feed", rss(item("Another story")), 304, ETag='"1"')

    assert wire.fetch(source).is_unchanged
    assert wire.headlines() == ["River rises"]


def test_a_304_that_was_not_asked_for_is_a_fault(wire, publisher):
    publisher.serves("/feed", b"", 304)
    source = wire.follow()

    assert wire.fetch(source).failure.kind == "unasked-304"


def test_the_user_agent_names_the_site(wire, publisher, app, monkeypatch):
    monkeypatch.setitem(app.config, "SITE_URL", "https://courier.example")
    wire.serves(rss(item()))

    wire.fetch(wire.follow())

    assert publisher.requests[0]["user-agent"].endswith("(+https://courier.example)")


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        (b"", "empty", "nothing at all"),
        (
            b"<!DOCTYPE html><html><title>Oops</title></html>",
            "page",
            "a web page instead of a feed",
        ),
        (b"<html><body><p>We are sorry</p></body></html>", "page", "a web page instead of a feed"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "not-feed", "neither RSS, Atom nor JSON Feed"),
        (b"Hello", "not-feed", "neither RSS, Atom nor JSON Feed"),
        (b'{"hello": "world"}', "not-feed", "neither RSS, Atom nor JSON Feed"),
        (b"[" * 100_000, "not-feed", "neither RSS, Atom nor JSON Feed"),
        (b'<?xml version="1.0"?><urlset></urlset>', "sitemap", "a sitemap instead of a feed"),
        (b'<?xml version="1.0"?><opml></opml>', "opml", "a list of feeds"),
        (b'<?xml version="1.0"?><svg></svg>', "not-feed", "neither RSS, Atom nor JSON Feed"),
    ],
)
def test_what_is_no_feed_is_said_in_words(wire, body, kind, words):
    wire.serves(body)
    source = wire.follow()

    outcome = wire.fetch(source)

    state = wire.state(source)
    assert (outcome.failure.kind, state.error_kind, state.failures) == (kind, kind, 1)
    assert words in state.error


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, "status"), (401, "refused"), (403, "refused"), (404, "not-found"), (429, "too-often"),
     (500, "server"), (503, "server"), (204, "status")],
)  # fmt: skip
def test_a_status_is_said_in_words_and_tried_again_within_a_day(wire, publisher, status, kind):
    publisher.serves("/feed", b"", status)
    source = wire.follow()

    wire.fetch(source)

    state = wire.state(source)
    assert state.error_kind == kind
    assert now() < state.due_at <= now() + timedelta(days=1)


def test_however_often_a_feed_fails_it_is_tried_again_within_a_day(wire, publisher):
    publisher.serves("/feed", b"", 500)
    source = wire.follow()
    wire.change(FeedState, source.id, failures=1000)

    wire.fetch(source)

    assert wire.state(source).failures == 1001
    assert now() + timedelta(hours=20) < wire.state(source).due_at <= now() + timedelta(days=1)


def test_retry_after_is_honoured(wire, publisher):
    publisher.serves("/feed", b"", 503, Retry_After="7200")
    source = wire.follow()

    wire.fetch(source)

    assert wire.state(source).error_kind == "too-often"
    assert wire.state(source).due_at > now() + timedelta(minutes=119)


def test_a_feed_that_is_gone_is_fetched_no_more(wire, publisher):
    publisher.serves("/feed", b"", 410)
    source = wire.follow()

    wire.fetch(source)

    state = wire.state(source)
    assert state.error_kind == "gone"
    assert state.gone_at and state.due_at is None


def test_a_fault_is_forgotten_when_the_feed_comes_again(wire, publisher):
    publisher.serves("/feed", b"", 500)
    source = wire.follow()
    wire.fetch(source)
    wire.serves(rss(item()))

    wire.fetch(source)

    state = wire.state(source)
    assert (state.error, state.error_kind, state.failures) == ("", "", 0)
    assert wire.headlines() == ["River rises"]


def test_a_permanent_redirect_is_followed_for_ever_and_a_temporary_one_once(wire, publisher):
    wire.serves(rss(item()), "/new")
    publisher.redirects("/old", "/new", 301)
    publisher.redirects("/elsewhere", "/new", 302)
    moved, lent = wire.follow("/old"), wire.follow("/elsewhere", "Other Wire")

    wire.fetch(moved)
    wire.fetch(lent)

    assert wire.source(moved).feed_address == publisher.address("/new")
    assert wire.source(lent).feed_address == publisher.address("/elsewhere")


def test_a_permanent_redirect_to_what_is_no_feed_is_not_followed_for_ever(wire, publisher):
    publisher.serves("/parked", b"<html>Buy this domain</html>")
    address = publisher.redirects("/feed", "/parked", 301)
    source = wire.follow()

    wire.fetch(source)

    assert wire.source(source).feed_address == address


def test_a_permanent_redirect_to_a_feed_that_another_source_follows_stays_as_it_was(
    wire, publisher
):
    wire.serves(rss(item()), "/new")
    address = publisher.redirects("/old", "/new", 301)
    wire.follow("/new")
    source = wire.follow("/old", "Other Wire")

    wire.fetch(source)

    assert wire.source(source).feed_address == address


def test_a_redirect_loop_is_said_in_words(wire, publisher):
    publisher.redirects("/feed", "/feed")

    assert wire.fetch(wire.follow()).failure.kind == "redirects"


def test_ten_megabytes_are_refused(wire):
    wire.serves(rss(item(text="x" * 10_000_000)))

    assert wire.fetch(wire.follow()).failure.kind == "large"


def test_a_gzip_bomb_is_refused(wire):
    wire.serves(gzip.compress(bytes(50_000_000)), Content_Encoding="gzip")

    assert wire.fetch(wire.follow()).failure.kind == "large"


def test_a_feed_that_drips_is_cut_off(wire, publisher, monkeypatch):
    def drip(handler):
        handler.send_response(200)
        handler.end_headers()
        for _ in range(40):
            handler.wfile.write(b"<")
            handler.wfile.flush()
            if handler.server.fileno() < 0 or wire.is_over:
                return
            wire.pause(0.1)

    from time import sleep

    from portal.net.fetching import fetch

    wire.is_over, wire.pause = False, sleep
    monkeypatch.setattr(
        module, "fetch", lambda *a, **named: fetch(*a, **named, timeout_seconds=0.5)
    )
    publisher.pages["/feed"] = drip

    assert wire.fetch(wire.follow()).failure.kind == "slow"
    wire.is_over = True


def test_a_host_that_is_private_only_the_second_time_is_refused(wire, publisher, app, monkeypatch):
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    real = socket.getaddrinfo

    def look_up(host, port, *rest, **more):
        if host == "rebinding.example":
            return [entry for each in next(answers) for entry in real(each, port, *rest, **more)]
        return real(host, port, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    wire.serves(rss(item()))
    source = wire.follow(feed_address=publisher.address("/feed", host="rebinding.example"))
    wire.fetch(source)
    wire.serves(rss(item("Another story"), item()))

    outcome = wire.fetch(source)

    assert outcome.failure.kind == "address"
    assert "10.0.0.1" in wire.state(source).error
    assert wire.headlines() == ["River rises"]


def test_a_fault_of_our_own_stays_on_the_source(wire, monkeypatch):
    def fail(*_arguments):
        raise ZeroDivisionError

    monkeypatch.setattr(module, "prepare", fail)
    wire.serves(rss(item()))
    source = wire.follow()

    assert wire.fetch(source).failure.kind == "internal"
    assert "fault of its own" in wire.state(source).error


def test_fields_of_any_length_are_stored(wire):
    long = "x" * 5000
    extra = f"<dc:creator>{long}</dc:creator><category>{long}</category><source url='http://{long}.example/'>{long}</source>"
    link = "http://wire.example/?" + "&".join(f"q{n}={'é' * 20}" for n in range(90))
    stories = [item(f"Story {n} {long}", f"{link}{n}", f"{long}{n}", extra=extra) for n in range(2)]
    wire.serves(rss(*stories, title=long, extra=f"<language>{long}</language>"), ETag=f'"{long}"')
    source = wire.follow()

    outcome = wire.fetch(source)

    assert (outcome.failure, outcome.filed.new) == (None, 2)
    assert wire.state(source).etag == ""


def test_a_feed_that_turns_into_another_one_files_nothing(wire):
    wire.serves(rss(item("River rises")))
    source = wire.follow()
    wire.fetch(source)
    wire.serves(rss(item("Buy shoes", link="http://shoes.example/1"), title="Shoes", link="http://shoes.example/"))  # fmt: skip

    outcome = wire.fetch(source)

    assert outcome.failure.kind == "other-feed"
    assert "“Shoes” of shoes.example" in wire.state(source).error
    assert wire.headlines() == ["River rises"]


def test_a_feed_may_change_its_title_or_its_domain(wire):
    wire.serves(rss(item("River rises")))
    source = wire.follow()
    wire.fetch(source)
    wire.serves(rss(item("Bridge closes"), title="Pannon News"))
    wire.fetch(source)
    wire.serves(rss(item("Ferry sails"), title="Pannon News", link="http://pannon.example/"))
    wire.fetch(source)

    assert wire.headlines() == ["River rises", "Bridge closes", "Ferry sails"]


def test_ten_thousand_items_are_read_up_to_the_newest_five_hundred(wire):
    wire.serves(rss(*(item(f"Story {n}", guid=str(n)) for n in range(10_000))))
    source = wire.follow()

    outcome = wire.fetch(source)

    assert outcome.filed.new == 500
    assert "10,000 items" in wire.state(source).warnings[0]
    assert "Story 0" in wire.headlines()


def test_odd_dates_are_named_and_keep_nothing_out(wire):
    wire.serves(
        rss(
            item("Undated", date=""),
            item("Epoch", date="Thu, 01 Jan 1970 00:00:00 GMT"),
            item("Far ahead", date="Thu, 01 Jan 2099 00:00:00 GMT"),
            item("Nonsense", date="yesterday"),
        )
    )
    source = wire.follow()

    wire.fetch(source)

    assert {*wire.headlines()} == {"Undated", "Epoch", "Far ahead", "Nonsense"}
    assert [each.published_at for each in wire.items()] == [None] * 4
    warnings = " ".join(wire.state(source).warnings)
    assert "Far ahead: The date 01 January 2099 is ahead" in warnings
    assert "Epoch: The date 01 January 1970 is too old" in warnings


def test_script_in_every_field_is_stored_nowhere(wire):
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    extra = f"<dc:creator><![CDATA[{evil}Ann]]></dc:creator><category><![CDATA[{evil}]]></category>"
    wire.serves(
        rss(
            item(
                f"River {evil} rises",
                "javascript:alert(1)",
                evil,
                f"<p>{evil}Text</p>",
                extra=extra,
            ),
            title=evil,
        )
    )

    wire.fetch(wire.follow(text_rule="full"))

    (original,), (article,) = wire.items(), wire.articles()
    stored = repr([vars(original), vars(article)])
    for trace in ("<script", "onerror", "javascript:", "<img"):
        assert trace not in stored
    assert article.headline == "River rises"
    assert "Text" in article.body


def test_a_wrong_content_type_and_encoding_are_read(wire):
    feed = rss(item("Árvíz a Dunán")).decode().replace('encoding="utf-8"', 'encoding="iso-8859-2"')
    wire.serves(feed.encode("iso-8859-2"), Content_Type="text/html; charset=utf-8")

    wire.fetch(wire.follow())

    assert wire.headlines() == ["Árvíz a Dunán"]


def test_one_source_that_fails_touches_no_other(wire, publisher):
    publisher.serves("/broken", b"", 500)
    wire.serves(rss(item()))
    broken, sound = wire.follow("/broken", "Broken Wire"), wire.follow()

    wire.fetch(broken)
    wire.fetch(sound)

    assert wire.state(sound).error == ""
    assert wire.headlines() == ["River rises"]
