"""The written newspaper is complete: everything that a text names exists."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from PIL import Image

from portal.cleaning.embeds import embed_at
from portal.demo import written
from portal.models import Adaptation, Indexing

CAST = written.cast()
STORIES = written.stories()
PAGES = written.pages()


def slugs(kind: str) -> set[str]:
    return {each["slug"] for each in CAST[kind]}


def every(test):
    return pytest.mark.parametrize("story", STORIES, ids=lambda story: story.slug)(test)


def test_the_paper_has_authors_categories_and_tags():
    assert len(slugs("authors")) == len(CAST["authors"]) == 15
    assert len(slugs("categories")) == len(CAST["categories"]) == 12
    assert len(slugs("tags")) == len(CAST["tags"]) == 60
    assert {each["kind"] for each in CAST["authors"]} == {"person", "organisation"}
    assert any("parent" in each for each in CAST["categories"])


def test_every_author_has_a_bio_and_a_portrait():
    files = picture_names()
    for author in CAST["authors"]:
        assert author["bio"]
        assert author["portrait"] in files


def test_every_tag_is_used_and_every_author_writes():
    assert {slug for story in STORIES for slug in story.tags} == slugs("tags")
    assert {slug for story in STORIES for slug in story.authors} == slugs("authors")


def test_there_are_at_least_forty_stories_of_all_kinds():
    assert len(STORIES) >= 40
    assert len({story.headline for story in STORIES}) == len(STORIES)
    assert sum(story.source is not None for story in STORIES) >= 3
    assert sum(len(story.authors) > 1 for story in STORIES) >= 3
    assert sum(bool(story.corrections) for story in STORIES) >= 1
    assert any("\n| " in story.text for story in STORIES)
    assert any("\n> " in story.text for story in STORIES)


@every
def test_a_story_has_300_to_800_words(story):
    assert 300 <= len(re.sub(r"[|>#*-]", " ", story.text).split()) <= 850


@every
def test_a_story_names_only_nouns_that_exist(story):
    assert {story.category, *story.also} <= slugs("categories")
    assert set(story.tags) <= slugs("tags")
    assert set(story.authors) <= slugs("authors")
    assert story.authors
    assert story.headline
    assert story.standfirst
    assert story.days_ago >= 0
    assert datetime.strptime(story.at, "%H:%M").replace(tzinfo=UTC)


@every
def test_a_story_shows_only_existing_pictures_with_descriptions(story):
    files = picture_names()
    if story.picture:
        assert story.picture["file"] in files
        assert story.picture["alt"]
        assert story.picture["credit"]
    for alt, file in re.findall(r"^!\[(.*?)\]\((\S+)", story.text, re.MULTILINE):
        assert file in files
        assert alt


@every
def test_the_links_of_a_story_lead_to_existing_texts(story):
    check_links(story.text)


@every
def test_a_syndicated_story_names_its_source_completely(story):
    if story.source:
        assert {"name", "address", "headline", "language", "made"} <= set(story.source)
        assert story.source["made"] in set(Adaptation)
        assert story.source.get("indexing", "own") in set(Indexing)
    for correction in story.corrections:
        assert 0 <= correction["days_ago"] <= story.days_ago


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_a_page_has_a_description_and_links_to_existing_texts(page):
    assert page.title
    assert page.description
    check_links(page.text)


def test_the_pages_that_a_newspaper_needs_exist():
    assert {"about", "about/style", "contact", "privacy"} <= {page.path for page in PAGES}
    assert "Cookie" in next(page.title for page in PAGES if page.path == "privacy")


def test_menus_and_front_page_name_only_nouns_that_exist():
    stories = {story.slug for story in STORIES}
    assert set(CAST["menus"]["main"]) <= slugs("categories")
    assert set(CAST["menus"]["footer"]) <= {page.path for page in PAGES}
    assert set(CAST["front"]["strips"]) <= slugs("categories")
    assert {CAST["front"]["lead"], *CAST["front"]["seconds"]} <= stories


def test_every_film_is_of_a_known_provider():
    films = [
        line for story in STORIES for line in story.text.split("\n") if line.startswith("http")
    ]
    assert films
    assert all(embed_at(film) for film in films)


def test_the_pictures_are_valid_and_small():
    paths = sorted((written.folder() / "pictures").glob("*"))
    assert sum(path.stat().st_size for path in paths) < 6_000_000
    for path in paths:
        with Image.open(path) as picture:
            assert picture.format == "WEBP"
            assert picture.size in {(1920, 1280), (640, 640)}


def picture_names() -> set[str]:
    return {path.name for path in (written.folder() / "pictures").glob("*.webp")}


def check_links(text: str) -> None:
    stories = {story.slug for story in STORIES}
    pages = {f"/{page.path}/" for page in PAGES} | {
        "/authors/",
        "/archive/",
        "/categories/",
        "/feed/",
    }
    for address in re.findall(r"(?<!!)\[[^\]]*\]\((\S+?)\)", text):
        if address.startswith("/article/"):
            assert address.removeprefix("/article/") in stories
        elif address.startswith("/"):
            assert address in pages
        else:
            assert re.match(r"https?://|mailto:", address)
