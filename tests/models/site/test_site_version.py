from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.models import (
    Article,
    Editor,
    Image,
    MissingAddress,
    Page,
    Presence,
    Role,
    SiteVersion,
    WorkingCopy,
    now,
)
from portal.models.search import index_all_due, mark_all_due

pytestmark = pytest.mark.both_databases


def version(app) -> int:
    with app.app_context():
        return SiteVersion.current()


def test_publishing_raises_the_version(app, newsroom):
    before = version(app)
    newsroom.article("River rises")
    assert version(app) > before


def test_a_draft_does_not_raise_the_version(app, newsroom):
    newsroom.article("River rises")
    before = version(app)
    draft = newsroom.draft("Not yet")
    with app.app_context():
        db.session.get(Article, draft.id).headline = "Not yet, still"
        db.session.commit()
    assert version(app) == before


def test_unpublishing_raises_the_version(app, newsroom):
    article = newsroom.article("River rises")
    before = version(app)
    with app.app_context():
        db.session.get(Article, article.id).unpublish()
        db.session.commit()
    assert version(app) > before


def test_rolled_back_changes_leave_the_version(app, newsroom):
    article = newsroom.article("River rises")
    before = version(app)
    with app.app_context():
        db.session.get(Article, article.id).headline = "River falls"
        db.session.flush()
        db.session.rollback()
    assert version(app) == before


@contextmanager
def unseen(app):
    """Assert that the changes in this context do not raise the version."""
    before = version(app)
    yield
    assert version(app) == before


@contextmanager
def seen(app):
    """Assert that the changes in this context raise the version."""
    before = version(app)
    yield
    assert version(app) > before


@pytest.mark.parametrize("noun", ["tag", "author", "image", "source"])
def test_a_row_that_nothing_shows_does_not_raise_the_version(app, newsroom, noun):
    with unseen(app):
        getattr(newsroom, noun)()


def test_a_change_of_a_draft_does_not_raise_the_version(app, newsroom):
    tag, author, image = newsroom.tag(), newsroom.author(), newsroom.image()
    category = newsroom.category()
    with unseen(app):
        newsroom.draft("Not yet", tags=[tag], authors=[author], image=image, category=category)
    with unseen(app), newsroom.at_work() as session:
        session.scalars(select(Article)).one().tags.clear()


def test_a_new_tag_of_a_live_story_raises_the_version(app, newsroom):
    article, tag = newsroom.article("River rises"), newsroom.tag()
    with seen(app), newsroom.at_work() as session:
        session.get(Article, article.id).tags.append(session.merge(tag))
    with seen(app), newsroom.at_work() as session:
        session.get(Article, article.id).tags.clear()


def test_the_alt_of_a_picture_in_use_raises_the_version(app, newsroom):
    image = newsroom.image()
    newsroom.article("River rises", image=image)
    with seen(app), newsroom.at_work() as session:
        session.get(Image, image.id).alt = "A ferry at dusk"


def test_a_scheduled_story_raises_the_version_only_by_its_date(app, newsroom):
    tomorrow, tag = now() + timedelta(days=1), newsroom.tag()
    with seen(app):
        article = newsroom.article("Election night", published_at=tomorrow)
    with unseen(app), newsroom.at_work() as session:
        found = session.get(Article, article.id)
        found.headline = "Election day"
        found.tags.append(session.merge(tag))
    with seen(app), newsroom.at_work() as session:
        session.get(Article, article.id).published_at = tomorrow + timedelta(hours=1)
    with seen(app), newsroom.at_work() as session:
        session.get(Article, article.id).unpublish()


def test_a_story_about_to_come_due_raises_the_version_with_all_that_changes(app, newsroom):
    """It may go live before this transaction ends."""
    article = newsroom.article("Election night", published_at=now() + timedelta(seconds=5))
    with seen(app), newsroom.at_work() as session:
        session.get(Article, article.id).headline = "Election day"


def test_binning_or_restoring_a_live_story_raises_the_version(app, newsroom):
    live, draft = newsroom.article("River rises"), newsroom.draft("Not yet")
    for article, within in ((live, seen), (draft, unseen)):
        with within(app):
            newsroom.bin(article)
        with within(app), newsroom.at_work() as session:
            session.get(Article, article.id).unbin()


def test_removing_an_unloaded_date_raises_the_version(app, newsroom):
    article = newsroom.article("River rises")
    with seen(app), newsroom.at_work() as session:
        found = session.get(Article, article.id)
        session.expire(found)
        found.published_at = None


def test_presence_and_working_copies_do_not_raise_the_version(app, newsroom):
    article = newsroom.article("River rises")
    with newsroom.at_work() as session:
        editor = Editor.add("a@news.example", Role.EDITOR)
    with unseen(app), newsroom.at_work() as session:
        live, editor = session.get(Article, article.id), session.get(Editor, editor.id)
        WorkingCopy.save(live, editor, {"headline": "River falls", "version": 1})
        Presence.touch(live, editor)
        MissingAddress.record(session(), Counter({"/nothing/": 3}))


def test_a_page_raises_the_version_when_it_is_published(app, newsroom):
    with unseen(app), newsroom.at_work() as session:
        page = Page(title="About", slug="about", path_words="about")
        session.add(page)
    with seen(app), newsroom.at_work() as session:
        session.get(Page, page.id).published_at = now()


def test_stories_that_are_indexed_later_raise_the_version(app, newsroom):
    newsroom.article("River rises")
    with app.app_context():
        mark_all_due()
        db.session.commit()
    with seen(app), app.app_context():
        assert [*index_all_due()] == [1]
    with unseen(app), app.app_context():
        assert [*index_all_due()] == []
