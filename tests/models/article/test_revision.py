from __future__ import annotations

import pytest

from portal.extensions import db
from portal.models import Article, Editor, Occasion, Revision, Role

pytestmark = pytest.mark.both_databases
FIELDS = {"headline": "River rises", "body": "<p>It rose.</p>", "tags": ["Rivers"]}


@pytest.fixture
def desk(app, newsroom):
    """Yield a draft and its editor in an app context."""
    draft = newsroom.draft("River rises")
    with app.app_context():
        mara = Editor.add("mara@courier.example", Role.EDITOR, name="Mara Ellwood")
        db.session.flush()
        yield db.session.get(Article, draft.id), mara


def notes(article) -> list[str]:
    return [each.note for each in db.session.scalars(Revision.select_for(article))]


def test_the_first_revision_says_that_it_is_the_first(desk):
    draft, mara = desk
    revision = Revision.record(draft, mara, FIELDS | {"version": 4})
    assert (revision.note, revision.fields) == (Occasion.FIRST, FIELDS)
    assert revision.version == draft.version


def test_a_save_without_a_change_adds_no_revision(desk):
    draft, mara = desk
    Revision.record(draft, mara, FIELDS)
    assert Revision.record(draft, mara, {**FIELDS, "kicker": ""}) is None
    assert len(notes(draft)) == 1


def test_an_imported_text_is_recorded_before_the_first_save(desk):
    draft, mara = desk
    draft.version = 2
    Revision.record_imported(draft, FIELDS)
    Revision.record(draft, mara, FIELDS | {"headline": "River falls"})
    Revision.record_imported(draft, FIELDS | {"headline": "River falls"})
    assert notes(draft) == [Occasion.SAVED, Occasion.AS_IT_WAS]
    assert Revision.at_version(draft, 1).fields == FIELDS


def test_the_text_at_a_version_is_that_of_the_save_before(desk):
    draft, mara = desk
    for version, headline in ((1, "One"), (2, "Two"), (5, "Five")):
        draft.version = version
        Revision.record(draft, mara, FIELDS | {"headline": headline})
    assert Revision.at_version(draft, 4).fields["headline"] == "Two"
    assert Revision.at_version(draft, 0) is None


def test_text_set_aside_is_never_the_newest_text(desk):
    draft, mara = desk
    Revision.record(draft, mara, FIELDS)
    Revision.set_aside(draft, mara, FIELDS | {"headline": "Not chosen"})
    assert notes(draft) == [Occasion.SET_ASIDE, Occasion.FIRST]
    assert Revision.newest(draft).note == Occasion.FIRST
    assert Revision.at_version(draft, 99).note == Occasion.FIRST


def test_text_of_an_existing_revision_is_not_set_aside(desk):
    draft, mara = desk
    Revision.record(draft, mara, FIELDS)
    assert Revision.set_aside(draft, mara, FIELDS | {"slug": "another-address"}) is None


def test_a_revision_is_deleted_with_its_article_but_not_with_its_editor(desk):
    draft, mara = desk
    Revision.record(draft, mara, FIELDS)
    db.session.flush()
    db.session.delete(mara)
    db.session.flush()
    db.session.expire_all()
    assert Revision.newest(draft).editor is None
    db.session.delete(draft)
    db.session.flush()
    assert db.session.query(Revision).count() == 0
