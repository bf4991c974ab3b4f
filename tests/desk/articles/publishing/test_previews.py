"""Previews show the form as readers will see it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest

from portal.extensions import db
from portal.models import Image, Revision, State, WorkingCopy, now
from tests.pictures.test_decode import encoded, photo


def test_a_preview_shows_unsaved_text(editor, reader, newsroom, app):
    draft = newsroom.draft("Ferry")
    typed = {"headline": "Ferry sails", "body": "<p>At six.</p>", "version": 1}
    answer = editor.post(f"/desk/articles/{draft.id}/preview", data=typed)

    assert answer.status_code == 303
    assert "Ferry sails" in reader.get(answer.headers["Location"]).text
    assert newsroom.saved("Ferry").version == 1
    with app.app_context():
        assert db.session.query(WorkingCopy).count() == 1
        assert db.session.query(Revision).count() == 0


def test_a_new_story_has_a_preview_before_its_first_save(author, reader, newsroom):
    typed = {"headline": "Ferry sails", "begun_with": "one-word"}
    seen = author.post("/desk/articles/preview", data=typed)
    assert "Ferry sails" in reader.get(seen.headers["Location"]).text
    author.post("/desk/articles", data=typed)
    saved = newsroom.saved("Ferry sails")
    assert (saved.version, saved.state) == (1, State.DRAFT)
    assert "Ferry sails" in reader.get(seen.headers["Location"]).text


def test_a_preview_link_shows_later_changes(editor, reader, newsroom):
    at = f"/desk/articles/{newsroom.draft('Ferry').id}"
    link = editor.post(f"{at}/preview", data={"headline": "One", "version": 1}).headers["Location"]
    editor.post(f"{at}/working-copy", data={"headline": "Two", "version": 1})
    assert "Two" in reader.get(link).text


def test_a_preview_shows_invalid_fields_too(editor, reader, newsroom):
    at = f"/desk/articles/{newsroom.draft('Ferry').id}"
    typed = {"headline": "", "body": "<p>Long work</p>", "language": "nonsense", "indexing": "x",
             "made": "x", "when": "at", "date": "never", "image": "999", "category": "999"}  # fmt: skip
    answer = editor.post(f"{at}/preview", data=typed | {"version": 1})
    seen = reader.get(answer.headers["Location"])
    assert seen.status_code == 200
    assert "Long work" in seen.text


def test_a_preview_shows_the_picture_with_its_unsaved_texts(editor, reader, newsroom, media):
    at = f"/desk/articles/{newsroom.draft('Ferry').id}"
    sent = {"headline": "Ferry", "version": 1}
    file = BytesIO(encoded(photo(900, 600), "JPEG")), "ferry.jpg"
    link = editor.post(f"{at}/preview", data=sent | {"new_picture": file}).headers["Location"]
    assert "/media/" in reader.get(link).text.partition("<article")[2]
    image = newsroom.saved("Ferry").image
    assert image is None  # nothing is saved to the story yet
    with newsroom.at_work() as session:
        id = session.query(Image).one().id
    typed = sent | {"image": id, "alt": "A ferry", "caption": "At six", "credit": "Ann Abel"}
    editor.post(f"{at}/working-copy", data=typed)
    page = reader.get(link).text
    assert 'alt="A ferry"' in page and "At six" in page and "Ann Abel" in page
    with newsroom.at_work() as session:
        assert session.query(Image).one().credit == ""


def test_preview_links_can_be_ended_and_a_new_one_works(editor, reader, newsroom):
    at = f"/desk/articles/{newsroom.draft('Ferry').id}"
    typed = {"headline": "Ferry sails", "version": 1}
    link = editor.post(f"{at}/preview", data=typed).headers["Location"]
    ended = editor.post(f"{at}/preview/end", data=typed | {"begun_with": "x"})
    assert (
        "All preview links of this story have ended." in editor.get(ended.headers["Location"]).text
    )
    assert reader.get(link).status_code == 410
    again = editor.post(f"{at}/preview", data=typed).headers["Location"]
    assert "Ferry sails" in reader.get(again).text
    assert reader.get(link).status_code == 410


def test_a_file_that_is_not_a_picture_is_refused_in_the_form(editor, newsroom, media):
    at = f"/desk/articles/{newsroom.draft('Ferry').id}"
    sent = {"headline": "Ferry", "version": 1, "new_picture": (BytesIO(b"no"), "notes.txt")}
    answer = editor.post(f"{at}/preview", data=sent)
    assert answer.status_code == 422
    assert "This is not a picture" in answer.text


def test_a_body_that_is_too_long_is_refused_and_kept_in_the_form(editor, newsroom):
    at = f"/desk/articles/{newsroom.draft('Ferry').id}"
    deep = "<b>" * 60_001 + "deep"
    answer = editor.post(f"{at}/preview", data={"headline": "Ferry", "body": deep, "version": 1})
    assert answer.status_code == 422
    assert "Shorten the body" in answer.text and "deep" in answer.text


def test_an_editor_without_the_right_to_change_a_story_cannot_preview_it(contributor, newsroom):
    live = newsroom.article("Live", created_by_id=contributor.who.id)
    assert contributor.post(f"/desk/articles/{live.id}/preview").status_code == 403


def test_a_story_in_the_bin_has_no_preview_button(editor, newsroom):
    draft = newsroom.draft("Ferry")
    at = f"/desk/articles/{draft.id}"
    assert f'formaction="{at}/preview"' in editor.get(at).text
    newsroom.bin(draft)
    assert f'formaction="{at}/preview"' not in editor.get(at).text


def test_a_preview_link_opens_for_seven_days_and_no_longer(editor, reader, newsroom, monkeypatch):
    at = f"/desk/articles/{newsroom.draft('Ferry').id}"
    link = editor.post(f"{at}/preview", data={"headline": "Ferry", "version": 1}).headers[
        "Location"
    ]
    created = now()
    clock = "portal.models.article.preview.now"
    monkeypatch.setattr(clock, lambda: created + timedelta(days=6, hours=23))
    assert reader.get(link).status_code == 200
    monkeypatch.setattr(clock, lambda: created + timedelta(days=7, seconds=1))
    assert reader.get(link).status_code == 410


@pytest.mark.parametrize("version", ["", "?lite=1"])
def test_a_preview_names_its_last_day_in_the_zone_of_the_paper(
    editor, reader, newsroom, monkeypatch, version
):
    newsroom.settings(time_zone="Europe/Brussels", language="en-GB")
    created = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    monkeypatch.setattr("portal.models.article.preview.now", lambda: created)
    at = f"/desk/articles/{newsroom.draft('Ferry').id}"
    link = editor.post(f"{at}/preview", data={"headline": "Ferry", "version": 1}).headers[
        "Location"
    ]
    assert "Tuesday, 1 December, 00:30" in reader.get(link + version).text
