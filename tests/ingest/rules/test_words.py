"""Rules find whole words and phrases, in any script and case."""

from __future__ import annotations

import pytest

from portal.ingest.parsing.items import FeedItem
from portal.ingest.rules.words import WordRules, all_matches, first_match, said_by


def why(required: str, refused: str, headline: str, **fields) -> str:
    return WordRules.of(required, refused).why_refused(
        said_by(FeedItem(headline=headline, **fields))
    )


@pytest.mark.parametrize(
    ("required", "refused", "headline", "passes"),
    [
        ("", "", "Anything", True),
        ("Jersey", "", "Jersey votes", True),
        ("Jersey", "Jersey City", "Jersey City votes", False),
        ("Jersey", "Jersey City", "Jersey votes on its city", True),
        ("Jersey", "", "Jerseys for sale", False),
        ("jersey, guernsey", "", "GUERNSEY votes", True),
        ("jersey\nguernsey", "", "Sark votes", False),
        ("Bakı", "", "baki hosts the summit", True),
        ("Łódź", "", "News from Łódź", True),
        ("", "horoscope", "Your horoscope", False),
        ("", "horoscope", "Horoscopes are bunk", True),
        (" , \n", "", "Anything", True),
        ("–", "", "Anything", True),
    ],
)
def test_required_and_refused_words(required, refused, headline, passes):
    assert (why(required, refused, headline) == "") is passes


def test_words_are_looked_for_in_text_and_terms_too():
    assert why("ferry", "", "River rises", body="<p>The <b>ferry</b> did not sail.</p>") == ""
    assert why("sport", "", "Cup final", terms=["Sport"]) == ""


def test_a_phrase_does_not_reach_from_one_part_into_the_next():
    assert why("rises today", "", "River rises", summary="Today it rained.") != ""


def test_the_reason_names_the_word():
    assert "“Jersey City”" in why("", "Jersey City", "Jersey City votes")
    assert "“a”, “b”" in why("a,b", "", "Nothing")


def test_the_first_rule_that_fits_files_and_all_that_fit_tag():
    said = said_by(FeedItem(headline="Cup final in Pécs"))
    rules = [["election", 1], ["cup, league", 2], ["pecs", 3], "broken", [1, 2, 3], None]

    assert first_match(rules, said) == 2
    assert all_matches(rules, said) == [2, 3]
    assert first_match([], said) is None
