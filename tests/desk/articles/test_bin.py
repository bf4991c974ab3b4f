"""The bin, the copy and the comparison of an article."""

from __future__ import annotations

import re

import pytest

from portal.extensions import db
from portal.models import Article, AuditEntry, WorkingCopy

TYPED = {"begun_with": "", "version": 1}


def address_of(article: Article) -> str:
    return f"/desk/articles/{article.id}"


def undo(client, page: str):
    found = re.search(r'<form class="flash[^>]* action="([^"]+)"', page)
    assert found, page
    return client.post(found[1])


def deeds(app) -> list[str]:
    with app.app_context():
        return [each.action for each in db.session.query(AuditEntry).order_by(AuditEntry.id)]


def test_a_draft_is_binned_and_restored_with_unsaved_text(app, author, newsroom):
    draft = newsroom.draft("Ferry", created_by_id=author.who.id)
    sent = TYPED | {"headline": "Ferry sails", "body": "<p>Long work</p>"}
    binned = author.post(f"{address_of(draft)}/bin", data=sent)
    assert newsroom.saved("Ferry").state == "binned"
    page = author.get(binned.headers["Location"]).text
    assert "Moved to the bin: “Ferry”." in page
    back = undo(author, page)
    assert newsroom.saved("Ferry").state == "draft"
    form = author.get(back.headers["Location"]).text
    assert "Restored." in form
    assert "Ferry sails</textarea>" in form and "Long work" in form
    assert deeds(app) == ["binned", "taken back"]


def test_a_live_story_in_the_bin_answers_410_until_it_is_restored(editor, newsroom, reader):
    story = newsroom.article("Ferry sails")
    assert "Move this live story to the bin?" in editor.get(address_of(story)).text
    editor.post(f"{address_of(story)}/bin")
    assert reader.get(story.path).status_code == 410
    form = editor.get(address_of(story)).text
    assert "Moved to the bin on" in form
    assert "Restore" in form and "Publish now" not in form
    editor.post(f"{address_of(story)}/bin/end")
    assert reader.get(story.path).status_code == 200


def test_a_second_click_on_a_bin_button_does_nothing(app, editor, newsroom):
    draft = newsroom.draft("Ferry")
    for _ in range(2):
        assert editor.post(f"{address_of(draft)}/bin").status_code == 303
    assert deeds(app) == ["binned"]


def test_without_the_right_to_publish_a_live_story_is_neither_binned_nor_restored(
    contributor, newsroom
):
    own = newsroom.article("Live", created_by_id=contributor.who.id)
    assert contributor.post(f"{address_of(own)}/bin").status_code == 403
    newsroom.bin(own)
    assert contributor.post(f"{address_of(own)}/bin/end").status_code == 403
    assert contributor.get(address_of(own)).status_code == 403
    typed = {"headline": "Live, and rewritten", "version": 1}
    assert contributor.post(address_of(own), data=typed).status_code == 403
    draft = newsroom.draft("Own draft", created_by_id=contributor.who.id)
    assert contributor.post(f"{address_of(draft)}/bin").status_code == 303


def test_a_copy_is_a_separate_draft_and_the_original_unchanged(app, author, newsroom):
    story = newsroom.article(
        "Harbour fair",
        created_by_id=author.who.id,
        category=newsroom.category("Harbour"),
        tags=[newsroom.tag("Fairs")],
        image=newsroom.image("A stall"),
    )
    sent = TYPED | {
        "headline": "Harbour fair, this year",
        "slug": story.slug,
        "category": story.category_id,
        "tags": ["Fairs"],
        "image": story.image_id,
        "alt": "A stall",
        "correction": "Not for the copy.",
    }
    answer = author.post(f"{address_of(story)}/copy", data=sent)
    copy = newsroom.saved("Harbour fair, this year")
    assert answer.headers["Location"] == address_of(copy)
    assert (copy.state, copy.slug, copy.path) == ("draft", "harbour-fair-this-year", None)
    assert [tag.name for tag in copy.tags] == ["Fairs"]
    assert copy.image_id == story.image_id and not copy.corrections
    assert newsroom.saved("Harbour fair").state == "live"
    page = author.get(address_of(story)).text
    assert "Harbour fair, this year</textarea>" in page  # what was typed is kept apart there too


def test_an_invalid_form_is_not_copied_and_keeps_its_text(app, author, newsroom):
    draft = newsroom.draft("Ferry", created_by_id=author.who.id)
    sent = TYPED | {"headline": "", "body": "<p>Long work</p>"}
    answer = author.post(f"{address_of(draft)}/copy", data=sent)
    assert answer.status_code == 422
    assert "Enter a headline." in answer.text and "Long work" in answer.text
    with app.app_context():
        assert db.session.query(Article).count() == 1


def test_a_live_story_is_compared_with_its_working_copy(app, editor, newsroom):
    story = newsroom.article("Ten boats", body="<p>Ten boats sailed.</p>")
    at = address_of(story)
    typed = {"headline": "Nine boats", "slug": story.slug, "body": "<p>Nine boats sailed.</p>"}
    kept = editor.post(f"{at}/working-copy", data=TYPED | typed, headers={"HX-Request": "true"})
    assert "Not published yet: headline, body." in kept.text  # the panel follows while one types
    assert "Not published yet: headline, body." in editor.get(at).text

    page = editor.get(f"{at}/working-copy").text
    assert "What readers see, compared with your changes." in page
    assert "<del>Ten</del>" in page and "<ins>Nine</ins>" in page
    dropped = editor.post(f"{at}/working-copy/removal")
    assert "Changed since" not in editor.get(dropped.headers["Location"]).text
    assert "No differences." in editor.get(f"{at}/working-copy").text
    with app.app_context():
        assert db.session.query(WorkingCopy).count() == 0


def test_the_comparison_shows_only_ones_own_changes(editor, admin, newsroom):
    story = newsroom.article("Ten boats")
    at = address_of(story)
    editor.post(f"{at}/working-copy", data=TYPED | {"headline": "Nine boats"})
    assert "Nine boats" not in admin.get(f"{at}/working-copy").text


@pytest.mark.parametrize("state", ["draft", "binned"])
def test_taking_a_draft_offline_says_that_nothing_was_done(app, editor, newsroom, state):
    draft = newsroom.draft("Ferry")
    if state == "binned":
        newsroom.bin(draft)
    sent = TYPED | {"headline": "Ferry, typed on"}
    answer = editor.post(f"{address_of(draft)}/publication/end", data=sent)
    page = editor.get(answer.headers["Location"]).text
    assert "The story is neither live nor scheduled" in page
    assert "Ferry, typed on</textarea>" in page
    assert newsroom.saved("Ferry").state == state


def test_unsaved_text_survives_taking_a_story_offline(editor, newsroom):
    story = newsroom.article("Ten boats")
    sent = TYPED | {"headline": "Nine boats"}
    answer = editor.post(f"{address_of(story)}/publication/end", data=sent)
    assert "Nine boats</textarea>" in editor.get(answer.headers["Location"]).text
