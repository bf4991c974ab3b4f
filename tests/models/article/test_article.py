from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.extensions import db
from portal.models import Article, Byline, CategoryLink, State, Tagging, now

pytestmark = pytest.mark.both_databases


def test_states_follow_from_the_dates(app):
    article = Article(headline="River rises", slug="river-rises")
    assert article.state == State.DRAFT
    article.submitted_at = now()
    assert article.state == State.IN_REVIEW
    with app.app_context():
        article.publish("UTC", now() + timedelta(hours=1))
        assert article.state == State.SCHEDULED
        article.publish("UTC", now() - timedelta(hours=1))
    assert article.state == State.LIVE and article.is_live
    article.unpublish()
    assert article.state == State.UNPUBLISHED and not article.is_live
    article.bin()
    assert article.state == State.BINNED
    article.unbin()
    assert article.state == State.UNPUBLISHED


def test_is_live_is_equal_in_python_and_in_sql(app, newsroom):
    newsroom.article("Live")
    newsroom.draft("Draft")
    newsroom.article("Ahead", published_at=now() + timedelta(hours=1))
    binned = newsroom.article("Binned")
    with app.app_context():
        db.session.get(Article, binned.id).bin()
        db.session.commit()
    with app.app_context():
        in_sql = {each.headline for each in db.session.scalars(Article.live())}
        in_python = {each.headline for each in db.session.query(Article) if each.is_live}
        assert in_sql == in_python == {"Live"}


def test_scheduled_story_goes_live_by_itself(app, newsroom, monkeypatch):
    newsroom.article("Ahead", published_at=now() + timedelta(hours=1))
    later = now() + timedelta(hours=2)
    monkeypatch.setattr("portal.models.article.publication_states.now", lambda: later)
    with app.app_context():
        assert [each.headline for each in db.session.scalars(Article.live())] == ["Ahead"]


def test_day_of_the_address_stays_that_of_the_first_publication(newsroom):
    article = newsroom.article(published_at=datetime(2026, 1, 19, 23, 30, tzinfo=UTC))
    assert article.day == date(2026, 1, 19)
    article.unpublish()
    article.publish("Asia/Baku")
    assert article.day == date(2026, 1, 19)


def test_day_of_a_scheduled_story_follows_its_date_until_it_goes_live(app, newsroom):
    article = newsroom.article(published_at=now() + timedelta(days=3))
    with app.app_context():
        article = db.session.merge(article)
        article.publish("UTC", now() + timedelta(days=9))
        assert article.day == (now() + timedelta(days=9)).date()


def test_slugs_are_unique_on_their_day_only(newsroom):
    monday, tuesday = (datetime(2026, 1, day, 9, tzinfo=UTC) for day in (19, 20))
    assert newsroom.article("River rises", published_at=monday).slug == "river-rises"
    assert newsroom.article("River rises", published_at=monday).slug == "river-rises-2"
    assert newsroom.article("River rises", published_at=monday).slug == "river-rises-3"
    assert newsroom.article("River rises", published_at=tuesday).slug == "river-rises"


def test_old_slug_redirects_to_the_article(app, reader, newsroom):
    article = newsroom.article("River rises")
    for slug in ("river-falls", "river-stays"):
        with app.app_context():
            db.session.get(Article, article.id).change_slug(slug)
            db.session.commit()
    answer = reader.get(article.path)
    assert answer.status_code == 301
    assert answer.headers["Location"].endswith("/river-stays/")


def test_old_slug_that_is_used_again_has_no_redirect(app, reader, newsroom):
    article = newsroom.article("River rises")
    for slug in ("river-falls", "river-rises"):
        with app.app_context():
            db.session.get(Article, article.id).change_slug(slug)
            db.session.commit()
    assert reader.get(article.path).status_code == 200


def test_bylines_keep_the_order_in_which_authors_are_named(app, newsroom):
    names = ["Zoe", "Anna", "Mia"]
    article = newsroom.article(authors=[newsroom.author(name) for name in names])
    with app.app_context():
        article = db.session.get(Article, article.id)
        assert [author.name for author in article.authors] == names
        article.authors.insert(0, article.authors.pop())
        db.session.commit()
        db.session.refresh(article)
        assert [author.name for author in article.authors] == ["Mia", "Zoe", "Anna"]


def test_links_are_live_when_the_story_is(app, newsroom):
    article = newsroom.article(
        category=newsroom.category(), tags=[newsroom.tag()], authors=[newsroom.author()]
    )

    def dates() -> set:
        with app.app_context():
            joins = [db.session.query(join).one() for join in (CategoryLink, Tagging, Byline)]
            return {join.live_from for join in joins}

    assert dates() == {article.published_at}
    with app.app_context():
        db.session.get(Article, article.id).bin()
        db.session.commit()
    assert dates() == {None}
    with app.app_context():
        db.session.get(Article, article.id).unbin()
        db.session.commit()
    assert dates() == {article.published_at}


def test_words_are_counted_without_the_markup(newsroom):
    article = newsroom.article(body="<p>One two&nbsp;three.</p><ul><li>four</li></ul>")
    assert article.word_count == 4
    assert article.reading_minutes == 1


def test_a_story_taken_off_the_schedule_was_never_at_an_address(newsroom, reader):
    story = newsroom.article("To come", published_at=now() + timedelta(days=2))
    with newsroom.at_work() as session:
        article = session.merge(story)
        article.unpublish()
        assert (article.state, article.path) == (State.DRAFT, None)
    assert reader.get(story.path).status_code == 404
