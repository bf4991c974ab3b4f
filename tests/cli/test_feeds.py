"""`portal feeds` says in words what it does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.cli import main
from tests.ingest.feeds import item, rss
from tests.publisher import publishing


@pytest.fixture
def publisher():
    with publishing() as publisher:
        yield publisher


def test_feeds_are_added_listed_and_fetched(tmp_path, publisher):
    feed = publisher.serves("/rss", rss(item("River rises"), item("Bridge closes")))
    page = (
        f'<html><head><link rel="alternate" type="application/rss+xml" href="{feed}"></head></html>'
    )
    site = publisher.serves("/", page.encode(), Content_Type="text/html")

    added = run(tmp_path, "add", site, "--must-not", "bridge", "--name", "The Wire")
    fetched = run(tmp_path, "fetch")
    listed = run(tmp_path, "list")

    assert f"The Wire is followed: {feed}" in added
    assert "Of the 2 items in the feed, 1 pass its rules." in added
    assert fetched == "The Wire: 1 new, 1 against its rules\n"
    assert "good; 0.25 stories a week; last fetch" in listed


def test_an_aggregators_publishers_are_offered_instead(tmp_path, publisher, monkeypatch):
    monkeypatch.setattr("portal.ingest.sources.aggregators.HOSTS", {"127.0.0.1": "Google News"})
    own = publisher.serves("/own", rss(item()))
    extra = f'<source url="{own}">Danube Post</source>'
    address = publisher.serves("/search", rss(item("River rises - Danube Post", extra=extra)))

    added = run(tmp_path, "add", address)

    assert "Better follow the publishers themselves:" in added
    assert f"Danube Post: portal feeds add {own}" in added


def test_a_feed_that_is_added_again_takes_the_new_rules_and_comes_anew(tmp_path, publisher):
    feed = publisher.serves("/rss", rss(item("River rises")))
    run(tmp_path, "add", feed, "--must-have", "bridge")
    run(tmp_path, "fetch")

    again = run(tmp_path, "add", feed, "--must-have", "river")

    assert "Pannon Wire is followed already" in again
    assert run(tmp_path, "fetch") == "Pannon Wire: 1 new\n"


def test_a_list_of_feeds_goes_out_and_comes_in(tmp_path, publisher):
    run(tmp_path / "one", "add", publisher.serves("/a", rss(item(), title="A & B")))
    run(tmp_path / "one", "add", publisher.serves("/b", rss(item(), title="C")))
    opml = tmp_path / "feeds.opml"
    opml.write_text(run(tmp_path / "one", "list", "--opml"), encoding="utf-8")

    added = run(tmp_path / "two", "add", str(opml), "--text", "full")
    again = run(tmp_path / "two", "add", str(opml))

    assert f"A & B is followed: {publisher.address('/a')}" in added
    assert "2 feeds added; 0 were followed already." in added
    assert "0 feeds added; 2 were followed already." in again
    assert run(tmp_path / "two", "list", "--opml") == opml.read_text(encoding="utf-8")


def test_a_check_prints_what_would_be_filed_and_changes_nothing(tmp_path, publisher):
    address = publisher.serves("/rss", rss(item("River rises"), item("River rises")))

    report = json.loads(run(tmp_path, "check", address))

    assert (report["title"], report["format"]) == ("Pannon Wire", "rss20")
    assert [(each["headline"], each["filed"], each["why"]) for each in report["items"]] == [
        ("River rises", True, None),
        ("River rises", False, "The feed has it twice."),
    ]
    assert not list(tmp_path.iterdir())


def test_a_check_knows_the_source_that_follows_the_feed(tmp_path, publisher):
    address = publisher.serves("/rss", rss(item("River rises"), item("Bridge closes")))
    run(tmp_path, "add", address, "--must-not", "bridge")
    run(tmp_path, "fetch")

    report = json.loads(run(tmp_path, "check", address))

    assert report["source"] == "Pannon Wire"
    assert {each["headline"]: each["why"] for each in report["items"]} == {
        "River rises": "It is here already.",
        "Bridge closes": "It has the word “bridge”, which keeps items out.",
    }


def test_a_check_of_a_page_names_its_feeds_and_ends_with_1(tmp_path, publisher):
    page = b'<html><link rel="alternate" type="application/rss+xml" href="/rss"></html>'
    address = publisher.serves("/", page, Content_Type="text/html")

    checked = invoke(tmp_path, "check", address)

    report = json.loads(checked.stdout)
    assert checked.exit_code == 1
    assert report["error"]["kind"] == "page"
    assert report["feeds"] == [publisher.address("/rss")]
    assert checked.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "nothing.xml"], "is no file, and no address"),
        (["check", "https://localhost/"], "does not fetch from this address"),
        (["add", "http://127.0.0.1:9/"], "was not added"),
        (["add", "https://a.example", "--category", "no/where"], "There is no category no/where."),
        (["add", "https://a.example", "--author", "Nobody"], "There is no author Nobody."),
        (["fetch", "Nobody"], "No source is called Nobody"),
    ],
)
def test_an_expected_failure_is_one_line_and_1(tmp_path, arguments, words):
    ended = invoke(
        tmp_path, *arguments, allowed="" if "localhost" in arguments[1] else "127.0.0.0/8"
    )

    assert (ended.exit_code, ended.stderr.count("\n")) == (1, 1)
    assert words in ended.stderr


def run(instance: Path, *arguments: str) -> str:
    ended = invoke(instance, *arguments)
    assert ended.exit_code == 0, ended.output
    return ended.stdout


def invoke(instance: Path, *arguments: str, allowed: str = "127.0.0.0/8") -> Result:
    settings = {"PORTAL_INSTANCE": str(instance), "PORTAL_FETCH_ALLOW": allowed}
    return CliRunner(env=settings).invoke(main, ["feeds", *arguments], catch_exceptions=False)
