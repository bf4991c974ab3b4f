from __future__ import annotations

import re
from itertools import islice

import pytest

from portal import cleaning
from portal.demo import written
from portal.demo.generator import generate, is_readable, opening_of, read_material
from portal.wording.word_count import count_words_of_html

STORIES = list(islice(generate(), 1_500))
SCENES = {path.name for path in (written.folder() / "pictures").glob("*.webp")}
CAST = written.cast()


def slugs(kind: str) -> set[str]:
    return {each["slug"] for each in CAST[kind]}


def test_every_slot_is_filled():
    for story in STORIES:
        assert not re.search(r"[{}]", story.headline + story.standfirst + story.body)


def test_no_headline_comes_twice_or_repeats_itself():
    headlines = [story.headline for story in STORIES]
    assert len(set(headlines)) == len(headlines)
    assert all(map(is_readable, headlines))


def test_sentences_start_with_a_capital_and_have_single_spaces():
    for story in STORIES:
        for text in (
            story.headline,
            story.standfirst,
            *re.findall(r"<(?:h2|li)>(.*?)<", story.body),
        ):
            assert not text[0].islower(), text
        assert "  " not in story.headline + story.standfirst + story.body


def test_no_story_repeats_a_sentence():
    for story in STORIES:
        paragraphs = re.findall(r"<(?:p|li)>(.*?)</(?:p|li)>", story.body)
        sentences = [each for text in paragraphs for each in re.split(r"(?<=[.?]) (?=[A-Z])", text)]
        assert len(set(sentences)) == len(sentences), story.body


def test_stories_have_the_length_of_short_news():
    lengths = sorted(count_words_of_html(story.body) for story in STORIES)
    assert lengths[0] > 120
    assert lengths[len(lengths) // 2] > 180


def test_the_cleaner_changes_nothing_in_a_body():
    for story in STORIES[:100]:
        assert cleaning.clean(story.body) == story.body


def test_a_story_names_only_nouns_that_exist():
    for story in STORIES:
        assert {story.category, *story.also} <= slugs("categories")
        assert story.category not in story.also
        assert set(story.tags) <= slugs("tags")
        assert len(set(story.tags)) == len(story.tags) >= 2
        assert set(story.authors) <= slugs("authors")
        assert 1 <= len(set(story.authors)) == len(story.authors) <= 2


def test_few_stories_have_a_picture_and_each_picture_is_a_scene():
    pictures = [story.picture for story in STORIES if story.picture]
    assert 0.05 < len(pictures) / len(STORIES) < 0.15
    assert set(pictures) <= SCENES


def test_every_theme_is_used():
    assert {story.kicker for story in STORIES} >= {
        kicker for theme in read_material()["themes"] for kicker in theme["kickers"]
    }


def test_the_same_seed_generates_the_same_stories():
    assert list(islice(generate("a"), 20)) == list(islice(generate("a"), 20))
    assert list(islice(generate("a"), 20)) != list(islice(generate("b"), 20))


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("River council votes on river rules", False),
        ("Bread in Porto, bread in Braga", False),
        ("The law and the sea and the sun", True),
    ],
)
def test_a_headline_that_repeats_a_long_word_is_not_readable(headline, expected):
    assert is_readable(headline) is expected


def test_no_story_opens_like_one_of_the_last_forty():
    openings = [opening_of(story.headline) for story in STORIES]
    for number, opening in enumerate(openings):
        assert opening not in openings[max(0, number - 40) : number]
