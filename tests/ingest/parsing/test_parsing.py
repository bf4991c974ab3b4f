"""Feeds of any format are read into the same plain values."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.cleaning import clean
from portal.ingest.parsing import Feed, NotAFeed, parse_feed
from tests.ingest.feeds import item, rss

ADDRESS = "https://wire.example/feeds/all.xml"
NOW = datetime(2026, 12, 1, tzinfo=UTC)

RSS_091 = """<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
 "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>Wire</title>
<link>https://wire.example/</link><item><title>River rises</title><link>https://wire.example/1</link>
<description>It rose.</description></item></channel></rss>"""
RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://wire.example/"><title>Wire</title><link>https://wire.example/</link></channel>
<item rdf:about="https://wire.example/1"><title>River rises</title><link>https://wire.example/1</link>
<description>It rose.</description><dc:creator>Ann Lee</dc:creator><dc:date>2026-11-19T06:00:00Z</dc:date>
</item></rdf:RDF>"""
ATOM_03 = """<?xml version="1.0"?><feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Wire</title>
<link rel="alternate" href="https://wire.example/"/><entry><title>River rises</title>
<link rel="alternate" href="https://wire.example/1"/><id>1</id><summary>It rose.</summary>
<issued>2026-11-19T06:00:00Z</issued></entry></feed>"""
ATOM_10 = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://wire.example/"><title>Wire</title>
<link href="/"/><entry><title type="html">River &lt;b&gt;rises&lt;/b&gt;</title><link href="1"/><id>1</id>
<summary>It rose.</summary><published>2026-11-19T06:00:00Z</published></entry></feed>"""
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Wire",
    "home_page_url": "https://wire.example/",
    "items": [
        {"id": 1, "url": "/1", "title": "River rises", "summary": "It rose.", "date_published": "2026-11-19T06:00:00Z"}
    ],
}  # fmt: skip


def parsed(body: str | bytes, content_type: str = "") -> Feed:
    body = body.encode() if isinstance(body, str) else body
    return parse_feed(body, ADDRESS, content_type, NOW)


def only(*items: str, **channel: str):
    """Return the only item of a feed of RSS."""
    (found,) = parsed(rss(*items, **channel)).items
    return found


@pytest.mark.parametrize(
    "body", [RSS_091, RDF, ATOM_03, ATOM_10, json.dumps(JSON_FEED), rss(item(text="It rose.", link="https://wire.example/1"), title="Wire", link="https://wire.example/").decode()],
    ids=["RSS 0.91", "RDF", "Atom 0.3", "Atom 1.0", "JSON Feed", "RSS 2.0"],
)  # fmt: skip
def test_every_format_is_read(body):
    feed = parsed(body)

    (found,) = feed.items
    assert (feed.title, feed.home) == ("Wire", "https://wire.example/")
    assert (found.headline, found.address) == ("River rises", "https://wire.example/1")
    assert found.summary == "It rose."


def test_what_a_feed_asks_of_who_fetches_it_is_read():
    feed = parsed(
        rss(
            item(),
            extra="<ttl>90</ttl><skipHours><hour>1</hour><hour>24</hour></skipHours>"
            "<skipDays><day>Saturday</day><day>sun</day><day>Noday</day></skipDays>"
            "<language>hu-HU</language><copyright>© Pannon</copyright>",
        )
    )

    assert (feed.ttl_seconds, feed.skip_hours, feed.skip_days) == (5400, [0, 1], [5, 6])
    assert (feed.language, feed.rights) == ("hu-HU", "© Pannon")


def test_a_feed_that_asks_never_to_be_fetched_is_not_obeyed():
    hours = "".join(f"<hour>{n}</hour>" for n in range(24))
    feed = parsed(rss(item(), extra=f"<skipHours>{hours}</skipHours>"))

    assert feed.skip_hours == []


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("A <b>bold</b> step", "A bold step"),
        ("Q&amp;A", "Q&A"),
        ("Tom &amp;amp; Jerry", "Tom & Jerry"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("List<String> in Java", "List<String> in Java"),
        ("&lt;i&gt;Hamlet&lt;/i&gt; opens", "Hamlet opens"),
        ("One<br>two", "One two"),
        ("<script>alert(1)</script>River", "River"),
        ("<!-- x -->River", "River"),
        ("Cafe\u0301", "Café"),
        ("R\u202eiver\x00", "River"),
        ("  Two \n lines ", "Two lines"),
    ],
)
def test_a_title_is_plain_text(title, headline):
    body = json.dumps(JSON_FEED | {"items": [{"id": "1", "title": title}]})

    assert parsed(body).items[0].headline == headline


@pytest.mark.parametrize(
    ("encoding", "declared", "content_type"),
    [
        ("utf-8", "utf-8", "text/html; charset=iso-8859-1"),
        ("utf-8", "iso-8859-1", "application/xml"),
        ("iso-8859-2", "iso-8859-2", "text/xml; charset=utf-8"),
        ("cp1250", "windows-1250", ""),
        ("cp1250", "", "text/xml; charset=windows-1250"),
        ("utf-16", "utf-16", ""),
        ("utf-16-le", "", ""),
        ("utf-8-sig", "", ""),
    ],
)
def test_an_encoding_is_found_also_where_it_is_claimed_wrongly(encoding, declared, content_type):
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    body = declaration + rss(item("Árvíztűrő tükörfúrógép")).decode().partition("?>")[2]

    assert parsed(body.encode(encoding), content_type).items[0].headline == "Árvíztűrő tükörfúrógép"


@pytest.mark.parametrize(
    ("encoding", "declared", "title"),
    [
        ("cp1252", "iso-8859-1", "“Quoted” – €5"),
        ("cp1251", "windows-1251", "Река поднялась"),
        ("koi8-r", "koi8-r", "Река поднялась"),
        ("cp932", "shift_jis", "川の水位①"),
        ("gb18030", "gb2312", "河水上涨镕"),
        ("cp949", "euc-kr", "강물 똠"),
        ("cp1254", "iso-8859-9", "Irmağın suyu"),
    ],
)
def test_an_encoding_is_read_as_browsers_read_its_label(encoding, declared, title):
    body = rss(item(title)).decode().replace('"utf-8"', f'"{declared}"').encode(encoding)

    assert parsed(body).items[0].headline == title


def test_relative_links_and_pictures_are_completed():
    found = only(item("River rises", "/story?id=1", text='<p>See <a href="more">more</a> <img src="/a.jpg"></p>'))  # fmt: skip

    assert found.address == "https://wire.example/story?id=1"
    assert 'href="https://wire.example/feeds/more"' in found.body
    assert found.pictures[0].address == "https://wire.example/a.jpg"


def test_the_whole_text_is_taken_rather_than_its_summary():
    whole = "<content:encoded><![CDATA[<p>The whole story.</p><p>And more.</p>]]></content:encoded>"
    found = only(item(text="A summary.", extra=whole))

    assert found.summary == "A summary."
    assert found.body == "<p>The whole story.</p>\n<p>And more.</p>"


def test_lines_of_the_publishers_software_go():
    text = '<p>River rises.</p><p>The post <a href="x">River rises</a> appeared first on <a href="y">Wire</a>.</p>'

    assert only(item(text=text)).body == "<p>River rises.</p>"


def test_authors_are_named_and_their_addresses_are_not():
    assert only(item(extra="<dc:creator>Ann Lee</dc:creator>")).byline == "Ann Lee"
    assert only(item(extra="<author>ann@wire.example (Ann Lee)</author>")).byline == "Ann Lee"
    assert only(item(extra="<author>Ann Lee &lt;ann@wire.example&gt;</author>")).byline == "Ann Lee"
    assert only(item(extra="<author>ann@wire.example</author>")).byline == ""
    two = "<author><name>Ann</name><email>a@wire.example</email></author><author><name>Bo</name></author>"
    assert parsed(ATOM_10.replace("<entry>", f"<entry>{two}")).items[0].byline == "Ann, Bo"


def test_the_source_of_an_item_is_read():
    found = only(item(extra='<source url="https://other.example/">Other</source>'))

    assert (found.publisher, found.publisher_address) == ("Other", "https://other.example/")


def test_pictures_come_from_media_and_enclosures_the_largest_first():
    media = (
        '<media:group><media:content url="https://p.example/s.jpg" medium="image" width="300"/>'
        '<media:content url="https://p.example/l.jpg" medium="image" width="1200"/></media:group>'
        '<media:content url="https://p.example/film.mp4" medium="video"/>'
        '<media:thumbnail url="https://p.example/thumb.jpg"/><media:credit>Joe Doe</media:credit>'
        '<enclosure url="https://p.example/e.png" type="image/png" length="1"/>'
        '<enclosure url="https://p.example/talk.mp3" type="audio/mpeg" length="1"/>'
    )
    found = only(item(extra=media)).pictures

    assert [each.address[18:] for each in found] == ["l.jpg", "s.jpg", "e.png"]
    assert found[0].credit == "Joe Doe"


def test_a_thumbnail_is_better_than_no_picture():
    found = only(item(extra='<media:thumbnail url="https://p.example/thumb.jpg"/>'))

    assert [each.address for each in found.pictures] == ["https://p.example/thumb.jpg"]


def test_an_item_without_a_title_is_named_by_its_first_words():
    found = only(item("", "https://wire.example/1", text="One two three. " * 10))

    assert found.headline == "One two three. " * 4 + "…" or found.headline.startswith(
        "One two three."
    )
    assert "no headline" in found.warnings[0]


def test_what_comes_before_the_feed_is_no_matter():
    body = b"\n<br />\n<b>Warning</b>: PHP<br />" + rss(item())

    assert parsed(body).items[0].headline == "River rises"


def test_broken_markup_is_read_as_far_as_it_goes():
    feed = parsed(
        rss(item("One"), item("Two")).replace(b"</channel>", b"<item><title>Three & four")
    )

    assert [each.headline for each in feed.items[:2]] == ["One", "Two"]
    assert "not well-formed" in feed.warnings[0]


def test_withdrawn_items_are_named():
    tombs = "".join(f'<at:deleted-entry xmlns:at="x" ref="tag:{n}" when="x"/>' for n in range(3))
    body = ATOM_10.replace("<entry>", tombs + "<entry>")

    assert parsed(body).deleted == ["tag:0", "tag:1", "tag:2"]


def test_the_newest_items_of_a_long_feed_are_read_whichever_way_it_is_sorted():
    def dated(n: int) -> str:
        return item(f"Story {n}", date=f"2026-{n // 28 % 11 + 1:02}-{n % 28 + 1:02}T00:00:00Z")

    newest_first = parsed(
        rss(*(dated(n) for n in range(307, -1, -1)), *(dated(0) for _ in range(300)))
    )
    oldest_first = parsed(rss(*(dated(0) for _ in range(300)), *(dated(n) for n in range(308))))

    for feed in (newest_first, oldest_first):
        assert feed.item_count == 608
        assert len(feed.items) == 500
        assert "Story 307" in [each.headline for each in feed.items]


@pytest.mark.parametrize(
    "body",
    [
        rss("<item " + " ".join(f'a{n}="1"' for n in range(20_000)) + "></item>"),
        rss("<item><description>" + "&lt;div&gt;" * 20_000 + "</description></item>"),
        rss("<item><description>" + "<div>" * 20_000 + "</description></item>"),
        rss("<item><title>" + "<script" * 20_000 + "</title></item>"),
        rss("<item><title>" + "&lt;script" * 20_000 + "</title></item>"),
        rss("<at:deleted-entry " * 20_000),
        rss("<skipHours " * 20_000),
        b"<!DOCTYPE " * 20_000 + rss(item()),
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"&a;" * 10) for n in range(9))
        + b"]><rss version='2.0'><channel><item><title>&a8;</title></item></channel></rss>",
        b"{" * 100_000,
        b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 100_000,
        b" " * 3_000_000,
        b"\xff\xfe" + b"<\0" * 100_000,
    ],
)  # fmt: skip
def test_no_feed_takes_long(body):
    begun = process_time()
    with suppress(NotAFeed):
        parsed(body)
    assert process_time() - begun < 8


ODD = st.one_of(
    st.none(), st.integers(), st.text(max_size=30), st.lists(st.text(max_size=5), max_size=3),
    st.dictionaries(st.sampled_from(["name", "url", "mime_type"]), st.text(max_size=9), max_size=3),
)  # fmt: skip
NAMES = "id url title summary content_html content_text date_published authors author tags image language attachments external_url".split()


@given(st.lists(st.dictionaries(st.sampled_from(NAMES), ODD), max_size=4), ODD, ODD)
def test_any_json_feed_is_read(items, title, language):
    body = JSON_FEED | {"items": items, "title": title, "language": language}

    assert len(parsed(json.dumps(body)).items) == len(items)


FRAGMENTS = st.sampled_from(
    ["<item>", "</item>", "<title>", "</title>", "<![CDATA[", "]]>", "<link>", "&", "&#0;", "&#xD800;", "<", ">",
     "javascript:alert(1)", "<media:content url='", "'/>", "\x00", "\ufffe", "<guid isPermaLink='true'>", "<pubDate>",
     "99999999999999", "Thu, 99 Foo 0000", "http://[", "<content:encoded>", "<img src=x onerror=y>", "é", "<?xml", "<!--"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(FRAGMENTS | st.text(max_size=8), max_size=30))
def test_any_broken_feed_is_read_or_refused(fragments):
    body = rss("".join(fragments)).decode().encode("utf-8", "replace")
    try:
        feed = parsed(body)
    except NotAFeed:
        return
    for each in feed.items:
        assert clean(each.body) == each.body
        assert "<script" not in each.headline + each.summary


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(body):
    with suppress(NotAFeed):
        parsed(body)
