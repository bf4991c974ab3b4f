"""White space in texts of one line."""

from __future__ import annotations

import pytest

from portal.wording.spaces import one_line

FRENCH = "Prix\u00a0: 10\u202f000\u00a0€ «\u00a0oui\u00a0»"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" a \r\n\t b ", "a b"),
        ("a\u2028b\u2029c\x85d", "a b c d"),
        (FRENCH, FRENCH),
        ("1\u2007000 km\u2060/h, a\u2009b, 東京\u3000大阪", "1\u2007000 km\u2060/h, a\u2009b, 東京\u3000大阪"),
        ("\u00a0\u3000 a \u202f", "a"),
        ("\u00a0 \u202f", ""),
    ],
    ids=["spaces", "line breaks", "French", "other no-break and fixed spaces", "both ends", "empty"],
)  # fmt: skip
def test_only_collapsible_white_space_becomes_one_space(text: str, expected: str):
    assert one_line(text) == expected
    assert one_line(expected) == expected
