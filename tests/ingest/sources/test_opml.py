"""Lists of feeds come in and go out."""

from __future__ import annotations

from portal.ingest.sources.opml import Outline, read_opml, write_opml
from portal.models import Source

LIST = """<?xml version="1.0" encoding="{encoding}"?><opml version="1.0"><head><title>x</title></head><body>
<outline text="Europe"><outline type="rss" text="Újság" xmlUrl="https://a.example/rss" htmlUrl="https://a.example/"/>
<outline title="B" text="b" xmlurl="https://b.example/rss" language="hu"/></outline>
<outline text="Again" xmlUrl="https://a.example/rss"/><outline text="Bad" xmlUrl="javascript:alert(1)"/>
<outline text="Folder"/></body></opml>"""


def test_a_list_is_read_with_its_folders_each_feed_once():
    expected = [
        Outline("Újság", "https://a.example/rss", "https://a.example/"),
        Outline("B", "https://b.example/rss", "", "hu"),
    ]
    for encoding in ("utf-8", "iso-8859-2"):
        assert read_opml(LIST.format(encoding=encoding).encode(encoding)) == expected


def test_a_list_that_is_broken_is_read_as_far_as_it_goes():
    found = read_opml(b"<opml><body><outline text='A & B' xmlUrl='https://a.example/rss'><outline")

    assert [each.feed_address for each in found] == ["https://a.example/rss"]


def test_what_is_no_list_is_none():
    for body in (b"", b"Hello", b"<html></html>", b"<rss/>", b"\xff\xfe\x00", b"{}"):
        assert read_opml(body) is None


def test_entities_of_a_list_read_no_file(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("secret")
    body = f'<!DOCTYPE opml [<!ENTITY x SYSTEM "file://{secret}">]><opml><body><outline text="&x;" xmlUrl="https://a.example/"/></body></opml>'  # fmt: skip

    assert "secret" not in repr(read_opml(body.encode()))


def test_what_is_written_is_read_again():
    sources = [
        Source(name="A & “B” <c>", feed_address="https://a.example/rss?x=1&y=2", address="", language=""),
        Source(name="D", feed_address="https://d.example/", address="https://d.example/home", language="hu"),
    ]  # fmt: skip
    written = write_opml("The Courier", sources)

    assert read_opml(written.encode()) == [
        Outline("A & “B” <c>", "https://a.example/rss?x=1&y=2"),
        Outline("D", "https://d.example/", "https://d.example/home", "hu"),
    ]
