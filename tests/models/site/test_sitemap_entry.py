from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from portal.extensions import db
from portal.models import Article, Indexing
from portal.models.site import sitemap_entry

pytestmark = pytest.mark.both_databases
NOON = datetime(2026, 1, 19, 12, tzinfo=UTC)


def test_each_file_says_when_its_last_change_was(app, newsroom, monkeypatch):
    monkeypatch.setattr(sitemap_entry, "ADDRESSES_PER_FILE", 1)
    tags = [newsroom.tag("Climate"), newsroom.tag("Rail")]
    articles = [
        newsroom.article(tags=tags[:1], published_at=NOON, updated_at=NOON + timedelta(hours=2)),
        newsroom.article(tags=tags, published_at=NOON + timedelta(hours=1), updated_at=NOON),
    ]
    with app.app_context():
        kinds = sitemap_entry.sitemap_sections()
        files = dict(kinds["articles"].numbers())
        assert files == {
            articles[0].id: NOON + timedelta(hours=2),
            articles[1].id: NOON + timedelta(hours=1),
        }
        assert set(dict(kinds["tags"].numbers()).values()) == {NOON + timedelta(hours=1)}
        assert kinds["tags"].count(tags[0].id) == (1, NOON + timedelta(hours=1))
        assert [noun.slug for noun, _ in kinds["tags"].rows(tags[1].id)] == ["rail"]


@pytest.mark.parametrize("own", [None, "", "own", "noindex"])
@pytest.mark.parametrize("of_source", [None, "canonical", "noindex-news"])
def test_the_database_and_the_story_agree_on_the_indexing_rule(app, newsroom, own, of_source):
    source = newsroom.source(indexing=of_source) if of_source else None
    made = newsroom.article(indexing_rule=own, source=source)
    with app.app_context():
        article = db.session.get(Article, made.id)
        same = db.select(Article.id).where(Article.indexing == article.indexing)
        assert db.session.scalars(same).all() == [made.id]
        assert article.indexing == Indexing(own or of_source or "own")
