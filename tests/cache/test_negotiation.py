"""Content encoding, ETags and HTTP dates."""

from __future__ import annotations

import pytest

from portal.cache.negotiation import etag_matches, parse_http_date, preferred_encoding


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        (None, "identity"),
        ("", "identity"),
        ("gzip", "gzip"),
        ("gzip, deflate, br", "br"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("gzip, deflate, br;q=0", "gzip"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br ; q=0.5 , gzip ; Q=0.4", "br"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("br;q=0, *", "gzip"),
        ("identity", "identity"),
        ("identity;q=0", "identity"),
        ("identity;q=0, gzip;q=0.1", "gzip"),
        ("gzip;q=0.5, identity", "identity"),
        ("gzip;q=0.001", "gzip"),
        ("gzip;q=0", "identity"),
        ("deflate, zstd", "identity"),
        ("gzip;q=2", "identity"),
        ("gzip;level=9", "identity"),
        ("brotli, gzipped", "identity"),
        (",,gzip,,", "gzip"),
        ("gzip;q=1.000", "gzip"),
    ],
)
def test_the_preferred_encoding_is_chosen(accepted, encoding):
    assert preferred_encoding(accepted) == encoding


@pytest.mark.parametrize(
    ("sent", "matches"),
    [
        ('"abc-br"', True),
        ('W/"abc-br"', True),
        ('"x", "abc-br"', True),
        ('"x","abc-br","y"', True),
        (" * ", True),
        ('"abc"', False),
        ("abc-br", False),
        ('"x", *', False),
        ("", False),
    ],
)
def test_an_etag_matches_if_the_list_has_it(sent, matches):
    assert etag_matches(sent, '"abc-br"') == matches


@pytest.mark.parametrize("sent", ["", "yesterday", "Thu, 99 Nov 2026 07:00:00 GMT", "0"])
def test_text_that_is_no_date_is_none(sent):
    assert parse_http_date(sent) is None
