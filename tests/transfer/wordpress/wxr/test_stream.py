"""Dirty exports: everything that can be read is read, and what was repaired is named with its line."""

from __future__ import annotations

import tracemalloc

import pytest

from portal.transfer.wordpress.wxr.stream import Broken, Export
from tests.transfer.wxr import FOOT, HEAD, export, item

TITLES = ["Before", "Dirty", "After"]


def three_items(dirty: str = "") -> str:
    parts = [item(title, slug=title.lower()) for title in TITLES]
    return HEAD + parts[0] + (dirty or parts[1]) + parts[2] + FOOT


@pytest.fixture
def read(tmp_path):
    """Read a file of these bytes: its items, and the lines of each kind of repair."""

    def read(data: bytes | str):
        path = tmp_path / "dirty.xml"
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        file = Export(path)
        items = list(file.items())
        return items, dict(file.repaired_lines)

    return read


@pytest.mark.parametrize(
    ("dirt", "title"),
    [
        ("Back&#8;space", "Backspace"),
        ("Back&#x8;space", "Backspace"),
        ("Null&#0;byte", "Nullbyte"),
        ("Far&#1114112;away", "Faraway"),
        ("Huge&#99999999999999999999;number", "Hugenumber"),
        ("Not&#xFFFF;allowed", "Notallowed"),
        ("Not&#xD800;allowed", "Notallowed"),
        ("Not\uffffallowed", "Notallowed"),
        ("Back\x08space", "Backspace"),
        ("Vertical\x0btab", "Verticaltab"),
        ("No&nbsp;break", "No\xa0break"),
        ("Caf&eacute;", "Café"),
        ("Salt & pepper", "Salt & pepper"),
        ("AT&T", "AT&T"),
        ("Fish &chips; and peas", "Fish &chips; and peas"),
        ("2 < 3", "2 < 3"),
        ("Entity &amp;nbsp; kept", "Entity &nbsp; kept"),
        ("Both &#8; and &lt;b&gt;", "Both  and <b>"),
    ],
)
def test_a_dirty_title_is_repaired(read, dirt, title):
    items, repairs = read(three_items(item("DIRT").replace("DIRT", dirt)))
    assert [each.title for each in items] == ["Before", title, "After"]
    if dirt != "Entity &amp;nbsp; kept":
        assert repairs


@pytest.mark.parametrize(
    ("dirt", "body"),
    [
        (b"caf\xe9", "café"),
        (b"\x93quoted\x94", "“quoted”"),
        (b"undefined \x81", "undefined \ufffd"),
        (b"emoji \xed\xa0\xbd\xed\xb8\x80", "emoji 😀"),
        (b"cut \xe2\x82 off", "cut â‚ off"),
        (b"control \x1f\x08 characters", "control  characters"),
        (b"\xef\xbf\xbf noncharacter", " noncharacter"),
        (b"&nbsp; &#8; & literal", "&nbsp; &#8; & literal"),
        ("whole é ü".encode(), "whole é ü"),
    ],
)
def test_a_dirty_body_is_repaired(read, dirt, body):
    items, _ = read(three_items(item(body="DIRT")).encode().replace(b"DIRT", dirt))
    assert len(items) == 3
    assert items[1].body == body


def test_a_repair_is_named_with_the_line_of_the_file(read):
    dirty = item(body="One\ntwo\nthree \x08 and more\n").encode()
    text = three_items("\n\n" + dirty.decode())
    _, repairs = read(text)
    line = text[: text.index("\x08")].count("\n") + 1
    assert repairs == {"a character that XML does not allow was removed": [line]}


@pytest.mark.parametrize(
    "inserted",
    [
        "<!-- made by a backup plugin -->",
        "<?xml-stylesheet href='a.xsl'?>",
        "<!-- </item> -->",
        "<!-- <item><title>not one</title></item> -->",
    ],
)
def test_comments_and_processing_instructions_are_ignored(read, inserted):
    between = item("Dirty").replace("<wp:post_id>", f"{inserted}<wp:post_id>")
    before = inserted + item("Dirty")
    within = item("Dirty").replace("Dirty", f"Di{inserted}rty")
    for dirty in (between, before, within):
        items, _ = read(three_items(dirty))
        assert [each.title for each in items] == TITLES
        assert all(each.id for each in items)


@pytest.mark.parametrize(
    "start",
    [
        b"",
        b"\xef\xbb\xbf",
        b"\xef\xbb\xbf\n\n\n",
        b"\n\n\xef\xbb\xbf",
        b"\r\n \t\n",
        b"<br />\n<b>Warning</b>: something in /wp-content/plugins/x.php on line 3<br />\n",
    ],
)
def test_blank_lines_and_marks_before_the_declaration_are_ignored(read, start):
    items, _ = read(start + three_items().encode())
    assert [each.title for each in items] == TITLES


def test_text_before_the_declaration_is_named(read):
    _, repairs = read(b"Notice: undefined variable\n" + three_items().encode())
    assert repairs == {"text before the XML was ignored": [1]}


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16", "UTF-8"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-8"),
        ("utf-32", "UTF-8"),
        ("cp1252", "ISO-8859-1"),
        ("cp1252", "windows-1252"),
        ("cp1251", "windows-1251"),
        ("utf-8", "UTF-16"),
        ("utf-8", "no-such-encoding"),
        ("utf-8", "base64"),
    ],
)
def test_an_export_in_any_encoding_is_read(read, encoding, declared):
    word = "Река" if encoding == "cp1251" else "Café"
    text = three_items(item(word)).replace('encoding="UTF-8"', f'encoding="{declared}"')
    text = text.replace("Réka Halász", "Reka Halasz")
    items, repairs = read(text.encode(encoding))
    assert [each.title for each in items] == ["Before", word, "After"]
    assert not repairs


@pytest.mark.parametrize(
    ("find", "replace"),
    [
        ("]]></content:encoded>", "</content:encoded>"),  # a CDATA section without an end
        ("</item>", ""),  # an item without an end
        ("</title>", ""),
        ("<wp:post_id>", "<wp:unclosed><wp:post_id>"),
        ("<dc:creator>", "<dc:creator attribute>"),
        ("<dc:creator>", "<undeclared:creator>"),
        ("</item>", "</item"),
    ],
)
def test_broken_markup_breaks_only_its_own_item(read, find, replace):
    dirty = item("Dirty", "A body of some words", slug="dirty")
    assert find in dirty
    items, repairs = read(three_items(dirty.replace(find, replace, 1)))
    assert [items[0].title, items[-1].title] == ["Before", "After"]
    assert len(items) == 3
    assert "Dirty" in items[1].title
    assert "A body of some words" in items[1].body
    assert repairs


def test_a_body_about_feeds_is_not_taken_for_items(read):
    sample = (
        "<item><title><![CDATA[x]]]]><![CDATA[></title></item><item><title><![CDATA[y]]]]>"
        "<![CDATA[></title></item> <!-- <item> "
    )
    items, repairs = read(three_items(item("Dirty", sample)))
    assert [each.title for each in items] == TITLES
    assert items[1].body.count("<item>") == 3
    assert not repairs


def test_an_item_that_is_cut_off_is_counted_and_not_read(tmp_path):
    whole = export(tmp_path, item("One"), item("Two", kind="page")).read_text(encoding="utf-8")
    path = tmp_path / "cut.xml"
    path.write_text(whole[: whole.index("<wp:menu_order>", whole.index("Two"))], encoding="utf-8")
    file = Export(path)
    line = whole[: whole.index("<item><title>Two")].count("\n") + 1
    with pytest.raises(Broken, match=rf"cut\.xml, line {line}: .* after 1 whole items"):
        list(file.items())
    assert file.cut_off == ["page"]


def test_a_file_that_ends_after_an_item_is_cut_off_too(tmp_path):
    path = tmp_path / "cut.xml"
    path.write_text(HEAD + item(), encoding="utf-8")
    with pytest.raises(Broken, match="after 1 whole items"):
        list(Export(path).items())


def test_an_item_that_never_ends_is_refused_before_it_fills_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr("portal.transfer.wordpress.wxr.splitting.MAX_ITEM_CHARS", 200_000)
    path = tmp_path / "endless.xml"
    path.write_text(HEAD + item() + "<item><title>" + "x" * 900_000, encoding="utf-8")
    with pytest.raises(Broken, match="after 1 whole items"):
        list(Export(path).items())


@pytest.mark.parametrize("dirt", ["", "\x08", "&nbsp;"])
def test_a_long_file_takes_little_memory(tmp_path, dirt):
    path = export(tmp_path, *(item(f"T{n}{dirt}", "word " * 2_000) for n in range(600)))
    assert path.stat().st_size > 6_000_000
    tracemalloc.start()
    try:
        count = sum(1 for _ in Export(path).items())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 600
    assert peak < 2_000_000


@pytest.mark.parametrize(
    "unit", ["<!--", "<![CDATA[", "]]>", "&", "\x08", "<", "<x>", "</item", "\ud800\udc00&#8;"]
)
def test_hostile_text_takes_linear_time(tmp_path, unit):
    """A quadratic reader would need minutes."""
    data = unit.encode("utf-8", "surrogatepass") * 60_000
    path = tmp_path / "hostile.xml"
    path.write_bytes(HEAD.encode() + b"<item><title>" + data + b"</title></item>" + FOOT.encode())
    try:
        list(Export(path).items())
    except Broken as broken:
        assert "hostile.xml" in str(broken)
