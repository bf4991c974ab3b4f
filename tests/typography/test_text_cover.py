"""Covers drawn from a story's own words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.typography.text_cover import MEASURE, drawn_cover
from portal.typography.text_width import width_of


def lines(headline: str) -> list[str]:
    return list(drawn_cover(headline).lines)


def test_letter_size_depends_on_the_length_of_the_headline():
    assert drawn_cover("Rents & rivers").size == "large"
    assert drawn_cover("Chess league suspends matches after clock fault").size == "middle"
    assert (
        drawn_cover("The grain silos are full. The wagons are in another country").size == "small"
    )


def test_lines_are_evenly_filled_with_whole_words():
    assert lines("Nine states agree to divide a river that is running short") == [
        "Nine states",
        "agree to divide",
        "a river that is",
        "running short",
    ]


def test_line_avoids_ending_in_a_short_word():
    assert lines("Правительство объявило о повышении")[1:] == ["объявило", "о повышении"]


def test_headline_that_is_too_long_ends_in_an_ellipsis():
    last = lines("The story of the whole of a very long year in a very small country " * 3)[-1]

    assert last.endswith("…")
    assert not last.endswith(" …")


def test_long_german_word_is_divided_between_syllables():
    assert lines("Donaudampfschifffahrtsgesellschaften")[:2] == [
        "Donaudampf-",
        "schifffahrtsgesell-",
    ]


def test_long_word_is_hyphenated_by_the_rules_of_its_language():
    assert drawn_cover("Straßenbahnhaltestelle", "de").lines[0] == "Straßenbahnhalte-"
    assert drawn_cover("incomprehensibilities", "en").lines[0] == "incomprehensibil-"


def test_small_cover_has_large_letters():
    whole = "The grain silos are full. The wagons are in another country"

    assert drawn_cover(whole).size == "small"
    assert drawn_cover(whole, brief=True).size == "middle"
    assert drawn_cover(whole, brief=True).lines[-1].endswith("…")


def test_long_azerbaijani_word_is_divided_between_syllables():
    assert lines("Elektrokardiyoqrafların özəlləşdirilməsizləşdirilmiş")[0] == "Elektrokardiyo-"


def test_word_is_divided_at_a_soft_hyphen_that_is_not_shown():
    shown = lines("Nieder\u00adschlagsentschädigungsverordnung")

    assert shown[0] == "Nieder-"
    assert "\u00ad" not in "".join(shown)


def test_word_is_divided_after_its_hyphen():
    assert lines("Niedrigwasser-Entschädigung")[:2] == ["Niedrigwasser-", "Entschädigung"]


def test_chinese_and_japanese_are_not_divided_before_closing_marks():
    shown = lines("東京の地下鉄が来年から終夜運転を始めると発表した。利用者は便利になると話す")

    assert len(shown) == 4
    assert not any(line[0] in "。」、" for line in shown)


def test_korean_is_divided_between_words():
    assert lines("서울 지하철이 내년부터 밤새 운행한다고")[0] == "서울 지하철이"


def test_emoji_and_flags_are_not_divided():
    family, flag = "👨‍👩‍👧‍👦", "🇪🇺"
    shown = " ".join(lines(f"{family * 12} {flag * 12}"))

    assert set(shown.replace(family, "").replace(flag, "")) <= set(" …")


def test_marks_stay_with_their_letters():
    assert not any(line.startswith("\u0301") for line in lines("a\u0301" * 60))


@pytest.mark.parametrize(
    ("headline", "from_right"),
    [
        ("النهر يرتفع", True),
        ("«ממשלה» דנה", True),
        ("Rents", False),
        ("2026: Rents", False),
        ("…", False),
    ],
)
def test_cover_has_the_direction_of_its_first_letter(headline, from_right):
    assert drawn_cover(headline).from_right is from_right


@pytest.mark.parametrize("headline", ["", " ", "\u00ad", "\n\t", "\u200b"])
def test_empty_headline_is_no_error(headline):
    assert "".join(lines(headline)).strip("\u200b") == ""


@given(st.text(max_size=120))
def test_every_line_of_any_headline_fits_the_cover(headline):
    cover = drawn_cover(headline)

    assert len(cover.lines) <= 4
    for number, line in enumerate(cover.lines):
        assert width_of(line) * cover.letters.em <= MEASURE + 0.001
        assert cover.baseline(number) + cover.letters.em / 4 <= 400


@given(st.lists(st.text("abcdefghij", min_size=1, max_size=9), min_size=1, max_size=4))
def test_short_headline_is_shown_word_for_word(words):
    assert " ".join(lines(" ".join(words))).split() == words
