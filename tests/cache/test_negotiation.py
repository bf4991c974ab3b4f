from __future__ import annotations

import pytest

from portal.cache.negotiation import moment, names, preferred


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
def test_the_encoding_that_the_reader_likes_best(accepted, encoding):
    assert preferred(accepted) == encoding


@pytest.mark.parametrize(
    ("sent", "known"),
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
def test_a_tag_is_known_when_the_list_has_it(sent, known):
    assert names(sent, '"abc-br"') == known


@pytest.mark.parametrize("sent", ["", "yesterday", "Thu, 99 Nov 2026 07:00:00 GMT", "0"])
def test_what_is_no_date_is_none(sent):
    assert moment(sent) is None
