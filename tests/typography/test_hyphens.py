"""Soft hyphens in the long words of headlines."""

from __future__ import annotations

import pytest

from portal.typography.hyphens import hyphenated


@pytest.mark.parametrize(
    ("language", "parted"),
    [
        ("de", "Nieder|schlags|mes|sung"),
        ("az", "elekt|rik|ləş|di|ril|mə|miş|dirmi"),
        ("az-Latn", "İqti|sa|diy|ya|tı|mız|dakı"),
        ("tr", "ÇEKOS|LO|VAK|YA|LI|LAŞ|TI|RA|MA|DIK|LA|RI|MIZDAN"),
        ("ar", "Niederschlagsmessung"),
    ],
)
def test_long_word_is_hyphenated_by_the_rules_of_its_language(language, parted):
    assert hyphenated(parted.replace("|", ""), language).replace("\u00ad", "|") == parted


def test_word_that_fits_a_phone_is_not_hyphenated():
    assert hyphenated("İqtisadiyyat", "az") == "İqtisadiyyat"
