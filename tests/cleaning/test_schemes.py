"""Addresses as people type them."""

from __future__ import annotations

import pytest

from portal.cleaning import clean


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("www.example.org", "https://www.example.org"),
        ("WWW.Example.ORG/X", "https://WWW.Example.ORG/X"),
        ("example.org/x", "https://example.org/x"),
        ("example.org", "https://example.org"),
        ("example.org?a=1#b", "https://example.org?a=1#b"),
        ("news.example.co.uk:8080/x", "https://news.example.co.uk:8080/x"),
        ("www.example.unheardof", "https://www.example.unheardof"),
        ("пример.рф/новости", "https://пример.рф/новости"),
        ("story.pl/x", "https://story.pl/x"),
        ("info@example.org", "mailto:info@example.org"),
        ("info@example.org?subject=x", "mailto:info@example.org?subject=x"),
    ],
)
def test_a_host_or_mailbox_gets_its_scheme(typed: str, address: str):
    cleaned = clean(f'<a href="{typed}">a</a>')

    assert cleaned == f'<p><a href="{address}">a</a></p>'
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    "address",
    ["?p=1", "page.html", "../x", "x/example.org", "index.php/2020/05", "story.pl?id=7", "readme.md",
     "a.b", "/example.org", "//example.org/x", "3.5", "wiki/@example.org", "photo.jpg"],
)  # fmt: skip
def test_other_addresses_without_a_scheme_stay(address: str):
    assert f'href="{address}"' in clean(f'<a href="{address}">a</a>')
