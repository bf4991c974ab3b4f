from __future__ import annotations

import pytest

from portal.extensions import db
from portal.models import Article, Editor, Role, WorkingCopy

pytestmark = pytest.mark.both_databases


@pytest.fixture
def desk(app, newsroom):
    """Yield a draft and two editors in an app context."""
    draft = newsroom.draft("River rises")
    with app.app_context():
        two = [Editor.add(f"{name}@courier.example", Role.EDITOR) for name in ("mara", "tomas")]
        db.session.flush()
        yield db.session.get(Article, draft.id), *two


def test_each_editor_has_their_own_working_copy(desk):
    draft, mara, tomas = desk
    WorkingCopy.save(draft, mara, {"headline": "Mine", "version": 3})
    WorkingCopy.save(draft, tomas, {"headline": "His"})
    WorkingCopy.save(draft, mara, {"headline": "Mine, later", "version": 3})
    mine = WorkingCopy.find(draft, mara)
    assert (mine.fields["headline"], mine.base_version) == ("Mine, later", 3)
    assert WorkingCopy.find(draft, tomas).fields["headline"] == "His"
    assert db.session.query(WorkingCopy).count() == 2


def test_discarding_one_copy_leaves_the_others(desk):
    draft, mara, tomas = desk
    WorkingCopy.save(draft, mara, {})
    WorkingCopy.save(draft, tomas, {})
    WorkingCopy.discard(draft, mara)
    assert WorkingCopy.find(draft, mara) is None
    assert WorkingCopy.find(draft, tomas)


def test_one_form_creates_one_article_however_often_it_is_sent(desk):
    _, mara, _ = desk
    first = Article.create_draft(mara, "word of the form")
    assert Article.create_draft(mara, "word of the form").id == first.id
    assert (first.version, first.created_by_id) == (0, mara.id)


def test_the_token_of_another_editors_form_creates_a_new_article(desk):
    _, mara, tomas = desk
    theirs = Article.create_draft(tomas, "word of the form")
    assert Article.create_draft(mara, "word of the form").id != theirs.id
