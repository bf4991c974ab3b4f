"""Search engines learn of a story only what its making allows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.indexing_guard import (
    LIMITS,
    STRICTNESS,
    Adaptation,
    Indexing,
    StoryFacts,
    search_advice,
)

OWN, CANONICAL, NO_NEWS, NOINDEX = (
    Indexing.OWN,
    Indexing.CANONICAL,
    Indexing.NOINDEX_NEWS,
    Indexing.NOINDEX,
)
REASON = "The agency has no page of its own for it."


def syndicated(made: str, **facts) -> StoryFacts:
    """Return a syndicated story that an editor has reviewed, with a new headline."""
    values = {"is_reviewed": True, "own_reason": REASON, **facts}
    return StoryFacts(is_syndicated=True, adaptation=Adaptation(made), **values)


CASES = {
    "own story": (StoryFacts(is_syndicated=False), OWN),
    "own story that an editor hides": (StoryFacts(is_syndicated=False, rule=NOINDEX), NOINDEX),
    "own story kept out of news search": (StoryFacts(is_syndicated=False, rule=NO_NEWS), NO_NEWS),
    "own story drafted by machine": (
        StoryFacts(is_syndicated=False, adaptation=Adaptation.MACHINE_DRAFTED),
        NOINDEX,
    ),
    "the same, reviewed": (
        StoryFacts(is_syndicated=False, adaptation=Adaptation.MACHINE_DRAFTED, is_reviewed=True),
        OWN,
    ),
    "copy": (syndicated("verbatim"), NOINDEX),
    "excerpt": (syndicated("excerpt"), NO_NEWS),
    "excerpt of a source that wants the canonical": (
        syndicated("excerpt", rule=CANONICAL),
        CANONICAL,
    ),
    "rewrite": (syndicated("rewritten"), OWN),
    "translation": (syndicated("translated"), OWN),
    "reviewed machine draft": (syndicated("machine-drafted"), OWN),
    "rewrite without a reason": (syndicated("rewritten", own_reason=" "), NO_NEWS),
    "rewrite under the source's headline": (
        syndicated("rewritten", has_original_headline=True),
        NO_NEWS,
    ),
    "rewrite of a source out of news search": (syndicated("rewritten", rule=NO_NEWS), NO_NEWS),
    "rewrite of a source with canonical": (syndicated("rewritten", rule=CANONICAL), CANONICAL),
    "rewrite of a source that is never listed": (syndicated("rewritten", rule=NOINDEX), NOINDEX),
    "unreviewed rewrite": (syndicated("rewritten", is_reviewed=False), NOINDEX),
    "unreviewed translation": (syndicated("translated", is_reviewed=False), NOINDEX),
    "unreviewed excerpt": (syndicated("excerpt", is_reviewed=False), NOINDEX),
    "unreviewed machine draft": (syndicated("machine-drafted", is_reviewed=False), NOINDEX),
    "nobody said how it was made": (
        StoryFacts(is_syndicated=True, is_reviewed=True, own_reason=REASON),
        NOINDEX,
    ),
}


@pytest.mark.parametrize(("story", "indexing"), CASES.values(), ids=CASES)
def test_the_advice_follows_the_facts(story, indexing):
    assert search_advice(story).indexing == indexing


@pytest.mark.parametrize(
    ("indexing", "is_indexable", "is_in_news"),
    [(OWN, True, True), (NO_NEWS, True, False), (CANONICAL, False, False), (NOINDEX, False, False)],
)
def test_a_rule_decides_on_sitemaps_and_pings(indexing, is_indexable, is_in_news):
    advice = search_advice(StoryFacts(is_syndicated=False, rule=indexing))
    assert advice.indexing == indexing
    assert advice.is_indexable == advice.is_in_sitemap == advice.may_ping == is_indexable
    assert advice.is_in_news_sitemap == is_in_news


def test_the_reason_is_that_of_the_strictest_limit():
    story = syndicated("verbatim", is_reviewed=False, rule=NO_NEWS)
    assert search_advice(story).reasons == (
        "The story comes from another publisher and no editor has reviewed it.",
        "The text is a copy of the source's.",
    )


STORIES = st.builds(
    StoryFacts,
    is_syndicated=st.booleans(),
    adaptation=st.sampled_from([None, *Adaptation]),
    is_reviewed=st.booleans(),
    rule=st.sampled_from(Indexing),
    own_reason=st.sampled_from(["", " ", REASON]),
    has_original_headline=st.booleans(),
)


@given(STORIES)
def test_no_unreviewed_syndicated_story_is_ever_listed_or_announced(story):
    advice = search_advice(story)
    if story.is_syndicated and not story.is_reviewed:
        assert advice.indexing == NOINDEX
        assert not advice.is_indexable
        assert not advice.is_in_sitemap
        assert not advice.is_in_news_sitemap
        assert not advice.may_ping


@given(STORIES)
def test_an_unreviewed_machine_draft_always_carries_its_label_and_is_not_listed(story):
    advice = search_advice(story)
    is_unreviewed_draft = story.adaptation == "machine-drafted" and not story.is_reviewed
    assert advice.needs_machine_label == is_unreviewed_draft
    assert not (is_unreviewed_draft and advice.is_indexable)


@given(STORIES)
def test_every_syndicated_story_names_its_original(story):
    assert search_advice(story).names_original == story.is_syndicated


@given(STORIES)
def test_news_search_gets_a_syndicated_story_only_reworked_and_for_a_reason(story):
    if story.is_syndicated and search_advice(story).is_in_news_sitemap:
        assert story.is_reviewed
        assert story.own_reason.strip()
        assert not story.has_original_headline
        assert story.adaptation in ("rewritten", "translated", "machine-drafted")


@given(STORIES)
def test_advice_is_never_laxer_than_the_rule_and_always_gives_a_reason(story):
    advice = search_advice(story)
    assert STRICTNESS.index(advice.indexing) >= STRICTNESS.index(story.rule)
    assert all(advice.reasons)


def test_the_order_of_strictness_has_each_rule_once():
    assert sorted(STRICTNESS) == sorted(Indexing)
    assert {limit.most for limit in LIMITS} == {*Indexing} - {Indexing.OWN}
