"""Stories in the bin expire after 30 days, or an admin empties it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.extensions import db
from portal.models import (
    Article,
    AuditEntry,
    Correction,
    Image,
    ImportOrigin,
    Pin,
    Preview,
    Redirect,
    Revision,
    Tagging,
    Usage,
    now,
)
from portal.models.article import bin as the_bin
from portal.models.article.fields import fields_of

pytestmark = pytest.mark.both_databases
MONTH = timedelta(days=30)


def number(app, noun=Article) -> int:
    with app.app_context():
        return db.session.query(noun).count()


@pytest.mark.parametrize("path", ["/desk/", "/desk/articles/?state=binned"])
def test_stories_binned_30_days_ago_are_deleted_on_the_next_visit(app, editor, newsroom, path):
    newsroom.draft("Due", binned_at=now() - MONTH)
    newsroom.draft("Not due", binned_at=now() - MONTH + timedelta(hours=2))
    assert "Due</" not in editor.get(path).text
    with app.app_context():
        assert [each.headline for each in db.session.query(Article)] == ["Not due"]
        entry = db.session.query(AuditEntry).one()
        assert (entry.action, entry.detail) == ("removed", "1 story out of the bin")
    assert "1 day left" in editor.get("/desk/articles/?state=binned").text


def test_a_large_bin_is_emptied_in_batches(app, editor, newsroom, monkeypatch):
    monkeypatch.setattr(the_bin, "BATCH_ARTICLES", 2)
    for _ in range(3):
        newsroom.draft(binned_at=now() - 2 * MONTH)
    editor.get("/desk/articles/")
    assert number(app) == 1
    editor.get("/desk/articles/")
    assert number(app) == 0


def test_a_deleted_story_leaves_nothing_and_its_addresses_answer_410(app, admin, newsroom, reader):
    image = newsroom.image()
    story = newsroom.article("Harbour", tags=[newsroom.tag()], image=image)
    newsroom.redirect("/old-harbour/", article=story)
    newsroom.pin("lead", story)
    with newsroom.at_work() as session:
        article = session.get(Article, story.id)
        article.corrections.append(Correction(text="Nine, not ten."))
        Revision.record_imported(article, fields_of(article))
        session.add(ImportOrigin(site="wp", kind="item", key="7", noun="article", noun_id=story.id))
        article.bin()
    assert reader.get(story.path).status_code == 410
    admin.post("/desk/articles/emptying")
    assert [number(app, each) for each in (Article, Tagging, Revision, Pin, Redirect)] == [0] * 5
    for path in (story.path, "/old-harbour/", "/old-harbour"):
        assert reader.get(path).status_code == 410, path
    assert reader.get("/another/").status_code == 404
    with app.app_context():
        assert not Usage.of(db.session.get(Image, image.id))
        assert db.session.query(ImportOrigin).one().noun_id == 0


def test_a_new_story_can_take_a_gone_address(admin, newsroom, reader):
    story = newsroom.article("Harbour")
    newsroom.bin(story)
    admin.post("/desk/articles/emptying")
    newsroom.article("Harbour", published_at=story.published_at)
    assert reader.get(story.path).status_code == 200


def test_an_admin_confirms_before_the_bin_is_emptied(app, admin, newsroom):
    newsroom.draft(binned_at=now())
    assert "Empty the bin now…" in admin.get("/desk/articles/?state=binned").text
    assert "One story is deleted for good" in admin.get("/desk/articles/emptying").text
    assert number(app) == 1
    admin.post("/desk/articles/emptying")
    assert number(app) == 0
    assert "One story deleted for good." in admin.get("/desk/articles/?state=binned").text


def test_only_admins_may_empty_the_bin(editor, newsroom):
    newsroom.draft(binned_at=now())
    assert "Empty the bin" not in editor.get("/desk/articles/?state=binned").text
    assert editor.post("/desk/articles/emptying").status_code == 403


def test_stories_outside_the_bin_stay(app, admin, newsroom):
    newsroom.article("Live")
    newsroom.draft("Begun")
    admin.post("/desk/articles/emptying")
    assert number(app) == 2


def test_a_preview_of_a_deleted_story_never_opens_another(app, admin, newsroom):
    story = newsroom.draft("Secret", created_at=now() - MONTH, binned_at=now())
    with app.app_context():
        path = Preview.create(db.session.get(Article, story.id), admin.who).path
    admin.post("/desk/articles/emptying")
    newsroom.draft("Another", id=story.id)
    assert "Another" not in app.test_client().get(path).text
