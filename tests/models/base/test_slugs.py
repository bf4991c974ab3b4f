from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.models.base.slugs import free_slug, slug_of


@pytest.mark.parametrize(
    "headline, slug",
    [
        ("River rises", "river-rises"),
        ("Łódź, Øst and Straße", "lodz-ost-and-strasse"),
        ("Əliyev Bakıda", "eliyev-bakida"),
        ("Москва не сразу строилась", "moskva-ne-srazu-stroilas"),
        ("The editor’s cat", "the-editors-cat"),
        ("  --  ", "story"),
        ("", "story"),
    ],
)
def test_slug_is_readable_in_any_script(headline, slug):
    assert slug_of(headline) == slug


def test_long_slug_is_cut_between_words():
    assert slug_of("word " * 40) == "-".join(["word"] * 16)


def test_a_very_long_word_is_cut():
    assert slug_of("x" * 200) == "x" * 80


@given(st.text(max_size=300))
def test_slug_is_always_valid_in_an_address(text):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug_of(text))
    assert len(slug_of(text)) <= 80


def test_used_slug_gets_the_lowest_free_number():
    taken = {"river", "river-2", "river-4"}
    assert free_slug("river", taken.__contains__) == "river-3"
