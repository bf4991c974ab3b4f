from __future__ import annotations

import pytest

from portal.models.search.folding import text_of, words_of, words_within


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Bakı, Əliyev", ["baki", "eliyev"]),
        ("Łódź und Øst", ["lodz", "und", "ost"]),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("Cafe\u0301 Café", ["cafe", "cafe"]),
        ("Донау", ["donau"]),
        ("Donau\u00addampf", ["donaudampf"]),
        ("O’Brien’s e-mail", ["o", "brien", "s", "e", "mail"]),
        ("北京", ["bei", "jing"]),
        ("\0 \ud800 \t", []),
    ],
)
def test_words_are_folded_from_any_script(text, words):
    assert words_of(text) == words


def test_run_of_letters_without_end_is_cut():
    assert [len(word) for word in words_of("x" * 150)] == [64, 64, 22]


@pytest.mark.parametrize(
    "text", ["Die Straße nach Łódź.", "Bakı 2026", "北京 – Wien", "cafe\u0301"]
)
def test_words_know_their_places_in_the_text(text):
    found = list(words_within(text))
    assert [word for word, _ in found] == words_of(text)
    for word, places in found:
        assert word in "".join(words_of(text[places[0] : places[-1] + 1]))


def test_body_is_read_without_its_tags():
    body = '<p>Ri<b>ver</b></p><p>rises &amp; <img alt="5 > 3"> falls<br>again</p>'
    assert text_of(body) == "River rises & falls again"


@pytest.mark.parametrize("junk", ['<a "', "<a ", '"<', "<<", '<a href="x" '])
def test_tags_left_open_are_text(junk):
    assert text_of(junk * 20_000).startswith(junk.strip())
