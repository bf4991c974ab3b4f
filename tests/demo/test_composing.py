from __future__ import annotations

import re
from itertools import islice

import pytest

from portal import cleaning
from portal.demo import written
from portal.demo.composing import compose, opening_of, read_material, reads_well
from portal.models.article.article import count_words

STORIES = list(islice(compose(), 1_500))
SCENES = {path.name for path in (written.folder() / "pictures").glob("*.webp")}
CAST = written.cast()


def slugs(kind: str) -> set[str]:
    return {each["slug"] for each in CAST[kind]}


def test_no_slot_is_left_open():
    for story in STORIES:
        assert not re.search(r"[{}]", story.headline + story.standfirst + story.body)


def test_no_headline_comes_twice_or_repeats_itself():
    headlines = [story.headline for story in STORIES]
    assert len(set(headlines)) == len(headlines)
    assert all(map(reads_well, headlines))


def test_sentences_begin_large_and_spaces_are_single():
    for story in STORIES:
        for text in (
            story.headline,
            story.standfirst,
            *re.findall(r"<(?:h2|li)>(.*?)<", story.body),
        ):
            assert not text[0].islower(), text
        assert "  " not in story.headline + story.standfirst + story.body


def test_no_story_says_a_sentence_twice():
    for story in STORIES:
        paragraphs = re.findall(r"<(?:p|li)>(.*?)</(?:p|li)>", story.body)
        sentences = [each for text in paragraphs for each in re.split(r"(?<=[.?]) (?=[A-Z])", text)]
        assert len(set(sentences)) == len(sentences), story.body


def test_stories_are_as_long_as_short_news():
    lengths = sorted(count_words(story.body) for story in STORIES)
    assert lengths[0] > 120
    assert lengths[len(lengths) // 2] > 180


def test_a_body_is_what_the_cleaner_would_write():
    for story in STORIES[:100]:
        assert cleaning.clean(story.body) == story.body


def test_a_story_names_only_what_there_is():
    for story in STORIES:
        assert {story.category, *story.also} <= slugs("categories")
        assert story.category not in story.also
        assert set(story.tags) <= slugs("tags")
        assert len(set(story.tags)) == len(story.tags) >= 2
        assert set(story.authors) <= slugs("authors")
        assert 1 <= len(set(story.authors)) == len(story.authors) <= 2


def test_few_stories_have_a_picture_and_these_are_scenes():
    pictures = [story.picture for story in STORIES if story.picture]
    assert 0.05 < len(pictures) / len(STORIES) < 0.15
    assert set(pictures) <= SCENES


def test_all_themes_come_up():
    assert {story.kicker for story in STORIES} >= {
        kicker for theme in read_material()["themes"] for kicker in theme["kickers"]
    }


def test_the_same_seed_tells_the_same_stories():
    assert list(islice(compose("a"), 20)) == list(islice(compose("a"), 20))
    assert list(islice(compose("a"), 20)) != list(islice(compose("b"), 20))


@pytest.mark.parametrize(
    ("headline", "well"),
    [
        ("River council votes on river rules", False),
        ("Bread in Porto, bread in Braga", False),
        ("The law and the sea and the sun", True),
    ],
)
def test_a_headline_reads_well_without_a_long_word_twice(headline, well):
    assert reads_well(headline) is well


def test_no_story_begins_as_one_lately_did():
    openings = [opening_of(story.headline) for story in STORIES]
    for number, opening in enumerate(openings):
        assert opening not in openings[max(0, number - 40) : number]
