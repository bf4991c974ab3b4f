from __future__ import annotations

import pytest

from portal.extensions import db
from portal.models import Article, SiteVersion

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


def test_what_is_not_committed_leaves_the_version(app, newsroom):
    article = newsroom.article("River rises")
    before = version(app)
    with app.app_context():
        db.session.get(Article, article.id).headline = "River falls"
        db.session.flush()
        db.session.rollback()
    assert version(app) == before
