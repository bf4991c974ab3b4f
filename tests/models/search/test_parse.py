from __future__ import annotations

import pytest

from portal.models.search.parse import Term, parse


def test_last_word_may_be_unfinished():
    assert parse("Danube riv") == (Term(("danube",)), Term(("riv",), is_open=True))


def test_star_opens_any_word():
    assert parse("dan* ice")[0] == Term(("dan",), is_open=True)


def test_one_letter_is_not_a_prefix():
    assert parse("plan b") == (Term(("plan",)), Term(("b",)))


@pytest.mark.parametrize("text", ['"high water"', "“high water”", "„high water“", "«high water»"])
def test_quoted_words_are_a_phrase(text):
    assert parse(text) == (Term(("high", "water")),)


def test_unclosed_quote_includes_the_rest():
    assert parse('ice "high water') == (Term(("ice",)), Term(("high", "water")))


def test_parts_of_a_word_are_a_phrase():
    terms = (Term(("o", "brien"), spellings=("obrien",)), Term(("said",), is_open=True))
    assert parse("O'Brien said") == terms


def test_operators_are_words():
    assert [term.words for term in parse('" * NEAR( AND')] == [("near", "and")]
    assert [term.words for term in parse("a AND NOT b:c^2")] == [("a",), ("and",), ("not",), ("b", "c", "2")]  # fmt: skip


@pytest.mark.parametrize("text", ["", " ", "***", '""', "\0", "–", "\ud800"])
def test_nothing_to_look_for(text):
    assert parse(text) == ()


def test_looks_at_a_dozen_words_and_200_characters():
    assert sum(len(term.words) for term in parse("ab " * 60)) <= 12
    assert sum(len(term.words) for term in parse(", ".join(f"w{n}" for n in range(60)))) == 12
    assert sum(len(term.words) for term in parse('"' + "ab " * 60)) == 12
    assert [len(term.words[0]) for term in parse("x" * 5_000)] == [64]
