from __future__ import annotations

import pytest

from portal.extensions import db
from portal.models import Article, Editor, Role, WorkingCopy

pytestmark = pytest.mark.both_databases


@pytest.fixture
def desk(app, newsroom):
    """A context with a draft and two who write it."""
    draft = newsroom.draft("River rises")
    with app.app_context():
        two = [Editor.add(f"{name}@courier.example", Role.EDITOR) for name in ("mara", "tomas")]
        db.session.flush()
        yield db.session.get(Article, draft.id), *two


def test_each_editor_has_one_of_their_own(desk):
    draft, mara, tomas = desk
    WorkingCopy.save(draft, mara, {"headline": "Mine", "version": 3})
    WorkingCopy.save(draft, tomas, {"headline": "His"})
    WorkingCopy.save(draft, mara, {"headline": "Mine, later", "version": 3})
    mine = WorkingCopy.find(draft, mara)
    assert (mine.fields["headline"], mine.base_version) == ("Mine, later", 3)
    assert WorkingCopy.find(draft, tomas).fields["headline"] == "His"
    assert db.session.query(WorkingCopy).count() == 2


def test_dropping_mine_leaves_theirs(desk):
    draft, mara, tomas = desk
    WorkingCopy.save(draft, mara, {})
    WorkingCopy.save(draft, tomas, {})
    WorkingCopy.discard(draft, mara)
    assert WorkingCopy.find(draft, mara) is None
    assert WorkingCopy.find(draft, tomas)


def test_one_form_begins_one_article_however_often_it_is_sent(desk):
    _, mara, _ = desk
    first = Article.create_draft(mara, "word of the form")
    assert Article.create_draft(mara, "word of the form").id == first.id
    assert (first.version, first.created_by_id) == (0, mara.id)


def test_a_word_of_somebody_elses_form_begins_an_article_of_its_own(desk):
    _, mara, tomas = desk
    theirs = Article.create_draft(tomas, "word of the form")
    assert Article.create_draft(mara, "word of the form").id != theirs.id
