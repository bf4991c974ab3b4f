"""The life of a preview link."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.extensions import db
from portal.models import Article, Editor, Preview, now
from portal.models.article import preview as preview_module
from tests.desk.cast import an_editor


@pytest.fixture
def preview(app, newsroom):
    """Yield a new preview of a draft in an app context."""
    article, editor = newsroom.draft("River rises"), an_editor(app)
    with app.app_context():
        yield Preview.create(db.session.get(Article, article.id), db.session.get(Editor, editor.id))


@pytest.mark.parametrize(
    ("age", "is_open"),
    [(timedelta(days=6, hours=23), True), (timedelta(days=7, seconds=1), False)],
)
def test_a_link_is_open_for_seven_days(preview, monkeypatch, age, is_open):
    token = preview.path.split("/")[2]
    later = now() + age
    monkeypatch.setattr(preview_module, "now", lambda: later)
    assert Preview.find(token).is_open is is_open


def test_a_link_made_before_previews_were_ended_is_closed(preview):
    preview.article.previews_ended_at = now()
    assert not preview.is_open
    later = Preview.create(preview.article, preview.editor)
    assert later.is_open


def test_a_changed_token_opens_nothing(preview):
    token = preview.path.split("/")[2]
    assert Preview.find(token[:-1] + ("a" if token[-1] != "a" else "b")) is None
