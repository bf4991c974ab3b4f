from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, text, update

from portal.cli import complete_search_index
from portal.extensions import db
from portal.models import Article, Author, Category, CategoryLink, Search, SearchEntry, Tag, now
from portal.models.search import (
    count_due,
    index_all_due,
    index_articles,
    index_listeners,
    indexing,
    mark_all_due,
)

pytestmark = pytest.mark.both_databases


@pytest.fixture
def found(app):
    def find(words: str, **where) -> list[str]:
        with app.app_context():
            return [story.headline for story in Search(words, **where).newest()]

    return find


@pytest.fixture
def indexed_stories(app):
    """Return the number of stories in the index."""

    def count() -> int:
        with app.app_context():
            entries = db.session.scalar(text("SELECT count(*) FROM search_entry"))
            words = db.session.scalar(text("SELECT count(*) FROM search_words"))
            assert entries == words
            return entries

    return count


def test_changed_text_is_found_and_old_text_is_not(found, newsroom):
    story = newsroom.article("River rises")
    with newsroom.at_work() as session:
        session.get(Article, story.id).headline = "River falls"
        session.get(Article, story.id).set_body("<p>Sandbanks appear.</p>")
    assert found("falls sandbanks") == ["River falls"]
    assert found("rises") == found("quiet") == []


def test_story_taken_down_leaves_the_index_and_comes_back(found, indexed_stories, newsroom):
    story = newsroom.article("River rises")
    newsroom.bin(story)
    assert (found("river"), indexed_stories()) == ([], 0)
    with newsroom.at_work() as session:
        session.get(Article, story.id).unbin()
    assert found("river") == ["River rises"]
    with newsroom.at_work() as session:
        session.get(Article, story.id).unpublish()
    assert (found("river"), indexed_stories()) == ([], 0)


def test_republished_story_moves_to_its_new_date(found, newsroom):
    old = newsroom.article("River old", published_at=now() - timedelta(days=9))
    newsroom.article("River new", published_at=now() - timedelta(days=5))
    with newsroom.at_work() as session:
        session.get(Article, old.id).publish("UTC")
    assert found("river") == ["River old", "River new"]


def test_two_stories_can_swap_keys_in_one_flush(found, newsroom):
    first = newsroom.article("River one", published_at=now() - timedelta(days=9))
    second = newsroom.article("River two", published_at=now() - timedelta(days=5))
    with newsroom.at_work() as session:
        session.get(Article, first.id).published_at = second.published_at
        session.get(Article, second.id).published_at = first.published_at
    assert found("river") == ["River one", "River two"]


def test_deleted_story_leaves_the_index(found, indexed_stories, newsroom):
    story = newsroom.article("River rises", tags=[newsroom.tag()])
    with newsroom.at_work() as session:
        session.delete(session.get(Article, story.id))
    assert (found("river"), indexed_stories()) == ([], 0)


def test_added_and_removed_tags_are_indexed(found, newsroom):
    climate, ice = newsroom.tag("Climate"), newsroom.tag("Glacier")
    story = newsroom.article("River rises", tags=[climate])
    with newsroom.at_work() as session:
        session.get(Article, story.id).tags = [session.get(Tag, ice.id)]
    assert found("glacier") == ["River rises"]
    assert found("climate") == []


def test_changed_category_is_indexed(found, newsroom):
    sport, europe = newsroom.category("Sport"), newsroom.category("Europe")
    story = newsroom.article("River rises", category=sport)
    with newsroom.at_work() as session:
        session.get(Article, story.id).assign_categories(session.get(Category, europe.id))
    assert found("river", category_id=europe.id) == ["River rises"]
    assert found("river", category_id=sport.id) == []


@pytest.mark.parametrize("noun", ["tag", "author"])
@pytest.mark.parametrize("batch", [2, 250])
def test_new_name_is_found_on_all_its_stories(app, found, newsroom, monkeypatch, noun, batch):
    monkeypatch.setattr(indexing, "BATCH", batch)
    monkeypatch.setattr(index_listeners, "BATCH", batch)
    named = getattr(newsroom, noun)("Fulda")
    for number in range(5):
        newsroom.article(f"Story {number}", **{f"{noun}s": [named]})
    with newsroom.at_work() as session:
        session.get(type(named), named.id).name = "Werra"
    assert found("werra") == [f"Story {number}" for number in reversed(range(5))]
    assert found("fulda") == []


def test_first_batch_of_a_renamed_tag_is_indexed_in_its_transaction(app, found, newsroom):
    author = newsroom.author("Fulda")
    newsroom.article("River rises", authors=[author])
    with app.app_context():
        db.session.get(Author, author.id).name = "Werra"
        db.session.flush()
        db.session.rollback()
        db.session.commit()
    assert found("fulda") == ["River rises"]
    assert found("werra") == []


def test_changes_that_are_rolled_back_are_not_indexed(app, found, newsroom):
    story = newsroom.article("River rises")
    with app.app_context():
        db.session.get(Article, story.id).headline = "River falls"
        db.session.flush()
        db.session.rollback()
    assert found("rises") == ["River rises"]
    assert found("falls") == []


def test_draft_is_not_in_the_index(indexed_stories, newsroom):
    draft = newsroom.draft("Not yet")
    with newsroom.at_work() as session:
        session.get(Article, draft.id).headline = "Not yet, still"
    assert indexed_stories() == 0


def test_stories_of_bulk_statements_are_indexed_on_request(app, found, newsroom):
    story = newsroom.article("River rises", category=newsroom.category())
    with newsroom.at_work() as session:
        session.execute(update(Article).values(headline="River falls"))
        session.execute(delete(CategoryLink))
        index_articles([story.id])
    assert found("falls") == ["River falls"]


def test_whole_index_can_be_rebuilt(app, found, indexed_stories, newsroom, monkeypatch):
    monkeypatch.setattr(indexing, "BATCH", 2)
    newsroom.article("River rises")
    for number in range(4):
        newsroom.article(f"River {number}")
    newsroom.draft("River draft")
    with newsroom.at_work() as session:
        session.execute(update(Article).values(standfirst="Sandbanks"))
        session.execute(delete(SearchEntry).where(SearchEntry.article_id % 2 == 0))
        session.execute(text("DELETE FROM search_words"))
        mark_all_due()
    with app.app_context():
        assert sum(index_all_due()) == 5
        assert sum(index_all_due()) == 0
    assert len(found("sandbanks")) == indexed_stories() == 5


def test_server_indexes_what_is_due_before_it_starts(app, found, newsroom):
    newsroom.article("River rises")
    newsroom.article("River falls")
    with newsroom.at_work() as session:
        session.execute(update(Article).values(headline="Sandbanks"))
        session.execute(update(SearchEntry).values(is_due=True))
    with app.app_context():
        complete_search_index()
        assert count_due() == 0
    assert found("sandbanks") == ["Sandbanks", "Sandbanks"]
