from __future__ import annotations

import pytest

from portal.extensions import db
from portal.models import Article, Revision, WorkingCopy


@pytest.fixture
def story(editor, app):
    """Return the address of a draft that Tomas has saved three times."""
    first = {"headline": "Ferry", "body": "<p>One</p>"}
    address = editor.post("/desk/articles", data=first).headers["Location"]
    second = {"headline": "Ferry", "body": "<p>One and two more</p>"}
    editor.post(address, data=second | {"version": 1})
    editor.post(address, data=second | {"version": 2, "headline": "Car ferry"})
    return address


def ids(app) -> list[int]:
    with app.app_context():
        return [each.id for each in db.session.query(Revision).order_by(Revision.id)]


def article_of(app) -> Article:
    with app.app_context():
        db.session().expire_on_commit = False
        return db.session.query(Article).one()


def test_the_list_names_the_editor_and_the_change(editor, story):
    page = editor.get(f"{story}/revisions").text
    assert "3 revisions" in page
    for words in ("first save", "3 words more", "headline"):
        assert words in page
    assert page.count("<td>You<") == 3


def test_the_page_opens_with_the_last_change(editor, story):
    page = editor.get(f"{story}/revisions").text
    assert "<ins>Car ferry</ins>" in page
    assert "<del>Ferry</del>" in page
    assert "two more" not in page


def test_any_two_revisions_can_be_compared(editor, story, app):
    first, _, last = ids(app)
    page = editor.get(f"{story}/revisions?from={first}&to={last}").text
    assert "and two more</ins>" in page and "<ins>Car ferry</ins>" in page
    assert "words added, 1 removed" in page


@pytest.mark.parametrize("query", ["from=0&to=999", "from=x&to=-1", "to=99999999999999999999"])
def test_unknown_revisions_are_not_compared(editor, story, query):
    assert editor.get(f"{story}/revisions?{query}").status_code == 200


def test_a_single_revision_is_not_compared(editor, story, app):
    assert "nothing to compare" in editor.get(f"{story}/revisions?to={ids(app)[0]}").text


def test_an_article_without_a_save_has_no_revisions(editor, newsroom):
    draft = newsroom.draft()
    assert "No revisions yet." in editor.get(f"/desk/articles/{draft.id}/revisions").text


def test_restoring_adds_a_revision_and_deletes_none(editor, story, app):
    answer = editor.post(f"{story}/revisions/{ids(app)[0]}/restoration")
    assert answer.status_code == 303
    article = article_of(app)
    assert (article.headline, article.body, article.version) == ("Ferry", "<p>One</p>", 4)
    assert len(ids(app)) == 4
    assert "restored" in editor.get(f"{story}/revisions").text


def test_restoring_keeps_the_working_copy_as_a_revision(editor, story, app):
    editor.post(f"{story}/working-copy", data={"headline": "Typed", "version": 3})
    editor.post(f"{story}/revisions/{ids(app)[0]}/restoration")
    assert "set aside" in editor.get(f"{story}/revisions").text


def test_restoring_a_live_story_changes_nothing_public(editor, story, app, reader):
    with app.app_context():
        article = db.session.query(Article).one()
        article.publish("UTC")
        db.session.commit()
        path = article.path
    editor.post(f"{story}/revisions/{ids(app)[0]}/restoration")
    assert "Car ferry" in reader.get(path).text
    page = editor.get(story).text
    assert "\nFerry</textarea>" in page and "readers don’t see them" in page


def test_a_revision_of_another_article_is_not_restored(editor, story, newsroom, app):
    other = newsroom.draft("Other")
    answer = editor.post(f"/desk/articles/{other.id}/revisions/{ids(app)[0]}/restoration")
    assert answer.status_code == 404


def test_only_an_editor_who_may_change_a_story_restores_it(contributor, newsroom, app):
    own = newsroom.article("Live", created_by_id=contributor.who.id)
    with app.app_context():
        db.session.add(Revision(article_id=own.id, fields={"headline": "Old"}))
        db.session.commit()
    at = f"/desk/articles/{own.id}/revisions/{ids(app)[0]}/restoration"
    assert contributor.post(at).status_code == 403
    with app.app_context():
        assert db.session.query(WorkingCopy).count() == 0


def test_the_form_lists_the_newest_revisions(editor, story):
    page = editor.get(story).text
    assert page.count('hidden-visually"> ') >= 3
    assert f'href="{story}/revisions"' in page


def test_markup_in_revisions_is_escaped(editor, app):
    form = {"headline": "Ferry", "body": "<p>&lt;script&gt;x()&lt;/script&gt;</p>"}
    at = editor.post("/desk/articles", data=form).headers["Location"]
    editor.post(at, data=form | {"version": 1, "body": "<p>&lt;img onerror=x()&gt;</p>"})
    page = editor.get(f"{at}/revisions").text
    assert "<script>x" not in page and "<img onerror" not in page
    assert "&lt;" in page
