"""The lead picture of an article: choose, upload, describe and remove it."""

from __future__ import annotations

import errno
from io import BytesIO

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.models import Article, Image, WorkingCopy
from portal.pictures.storage import store
from tests.desk.library.test_uploads import REFUSED
from tests.pictures.test_decode import encoded, photo

pytestmark = pytest.mark.filterwarnings("ignore:::PIL")

HTMX = {"HX-Request": "true"}


@pytest.fixture(scope="module")
def ferry() -> bytes:
    return encoded(photo(90, 60), "JPEG")


@pytest.fixture
def send(media):
    """Send a form with a file: `send(editor, address, file, headline="Ferry")`."""

    def send(client, address, data, name="ferry.jpg", headers=None, **typed):
        sent = typed | {"new_picture": (BytesIO(data), name)}
        kind = "multipart/form-data"
        return client.post(address, data=sent, content_type=kind, headers=headers)

    return send


def kept(app, noun=Image):
    with app.app_context():
        found = list(db.session.scalars(select(noun)))
        db.session.expunge_all()
        return found


def test_a_picture_is_uploaded_with_the_form_that_saves_the_story(app, author, send, ferry):
    answer = send(author, "/desk/articles", ferry, headline="Ferry sails")
    assert answer.status_code == 303
    (article,), (image,) = kept(app, Article), kept(app)
    assert article.image_id == image.id
    assert (image.file_name, image.created_by_id) == ("ferry.jpg", author.who.id)
    page = author.get(answer.headers["Location"]).text
    assert "Alt text" in page
    assert "The crop in lists and on the front page" in page


@pytest.mark.parametrize(("name", "data", "told"), REFUSED, ids=[each[0] for each in REFUSED])
def test_a_file_that_is_not_a_picture_is_refused_and_the_form_kept(
    app, author, newsroom, send, name, data, told
):
    before = newsroom.image("A crane", caption="The old one")
    typed = {"headline": "Ferry", "body": "<p>Long work</p>", "image": before.id, "alt": "Crane"}
    answer = send(author, "/desk/articles", data, name, **typed)
    assert answer.status_code == 422
    assert told in answer.text
    assert 'aria-describedby="new_picture-hint new_picture-error"' in answer.text
    for word in ("Ferry</textarea>", "&lt;p&gt;Long work", f'name="image" value="{before.id}"'):
        assert word in answer.text
    assert kept(app, Article) == []


def test_a_picture_is_kept_while_another_field_is_invalid(app, author, send, ferry):
    answer = send(author, "/desk/articles", ferry, headline="")
    assert answer.status_code == 422
    (image,) = kept(app)
    assert f'name="image" value="{image.id}"' in answer.text
    assert "Enter a headline." in answer.text


def test_a_full_disk_has_a_message_beside_the_field_and_keeps_the_text(
    app, author, send, ferry, monkeypatch
):
    def full(*_args, **_options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("portal.desk.library.uploads.store", full)
    answer = send(author, "/desk/articles", ferry, headline="Ferry sails")
    assert answer.status_code == 503
    assert "the disk is full" in answer.text
    assert "Ferry sails</textarea>" in answer.text


def test_publishing_with_a_new_picture_asks_for_its_alt_text(app, editor, send, ferry, reader):
    refused = send(editor, "/desk/articles/publication", ferry, headline="Ferry sails")
    assert refused.status_code == 422
    assert "Describe the picture" in refused.text
    (image,) = kept(app)
    sent = {"headline": "Ferry sails", "image": image.id, "alt": "A ferry", "credit": "Jun"}
    assert editor.post("/desk/articles/publication", data=sent).status_code == 303
    (article,) = kept(app, Article)
    assert 'alt="A ferry"' in reader.get(article.path).text


def test_htmx_gets_the_panel_with_the_chosen_picture(editor, newsroom):
    ferry = newsroom.image("A ferry", caption="It sails", credit="Jun Pascoe", focal_x=0.25)
    typed = {"headline": "Typed", "choose_picture": ferry.id}
    page = editor.post("/desk/articles/picture", data=typed, headers=HTMX).text
    assert "<h1" not in page and "Typed" not in page
    assert f'name="image" value="{ferry.id}"' in page
    for words in ("A ferry</textarea>", "It sails</textarea>", 'value="Jun Pascoe"'):
        assert words in page
    assert 'value="25-50"' in page
    assert "Picture with alt text and credit" in page  # of what is still missing before it goes out


def test_htmx_uploads_a_file_at_once_and_a_refused_one_keeps_the_former(
    app, author, newsroom, send, ferry
):
    answer = send(author, "/desk/articles/picture", ferry, headers=HTMX)
    assert answer.status_code == 200
    (image,) = kept(app)
    assert f'name="image" value="{image.id}"' in answer.text
    refused = send(author, "/desk/articles/picture", b"<svg/>", "a.svg", HTMX, image=image.id)
    assert refused.status_code == 422
    assert f'name="image" value="{image.id}"' in refused.text


def test_the_lead_picture_can_be_removed(editor, newsroom):
    typed = {"image": newsroom.image().id, "alt": "A ferry", "remove_picture": "1"}
    page = editor.post("/desk/articles/picture", data=typed, headers=HTMX).text
    assert 'name="image" value=""' in page
    assert "No picture." in page


def test_without_a_script_choosing_in_the_library_keeps_the_text(app, author, newsroom):
    ferry = newsroom.image("A ferry", caption="It sails")
    typed = {"headline": "Ferry", "body": "<p>Long work</p>", "new_tag": "Isles", "kicker": "Sea"}
    asked = author.post("/desk/articles/picture", data=typed | {"choose_picture": ""})
    assert asked.status_code == 303
    library = asked.headers["Location"]
    page = author.get(f"{library}?q=ferry").text
    assert "A picture for “Ferry”" in page
    assert f'name="choose_picture" value="{ferry.id}"' in page
    assert author.get(f"{library}?before=rubbish").status_code == 404

    chosen = author.post(f"{library}/choice", data={"choose_picture": ferry.id})
    assert chosen.headers["Location"].endswith("#picture")
    form = author.get(chosen.headers["Location"]).text
    assert f'name="image" value="{ferry.id}"' in form
    for words in ("&lt;p&gt;Long work", 'value="Isles"', 'value="Sea"', "It sails</textarea>"):
        assert words in form
    assert kept(app, Article)[0].image_id is None  # until it is saved


@pytest.mark.parametrize("number", ["", "0", "999", "٥", "one"])
def test_an_unknown_picture_changes_nothing(app, editor, newsroom, number):
    image = newsroom.image()
    draft = newsroom.draft("Ferry", image=image)
    sent = {"choose_picture": number}
    answer = editor.post(f"/desk/articles/{draft.id}/picture/choice", data=sent)
    assert answer.status_code == 303
    assert kept(app, WorkingCopy) == []


def test_another_editors_picture_keeps_its_texts_but_the_story_has_a_caption(app, author, newsroom):
    foreign = newsroom.image("A crane", credit="Jun Pascoe", caption="Theirs")
    draft = newsroom.draft("Ferry", created_by_id=author.who.id, image=foreign)
    at = f"/desk/articles/{draft.id}"
    page = author.get(at).text
    assert "Only they or an editor can change its alt text" in page
    sent = {"version": 1, "headline": "Ferry", "image": foreign.id, "caption": "Ours"}
    author.post(at, data=sent | {"alt": "Slander", "credit": "Me", "focal": "0-0"})
    (image,) = kept(app)
    assert (image.alt, image.credit, image.focus) == ("A crane", "Jun Pascoe", (50, 50))
    assert kept(app, Article)[0].image_caption == "Ours"


def test_anybody_who_uses_a_picture_may_add_its_missing_alt_text(app, author, newsroom):
    foreign = newsroom.image("")
    sent = {"headline": "Ferry", "image": foreign.id, "alt": "A crane", "credit": "Jun Pascoe"}
    answer = author.post("/desk/articles/publication", data=sent)
    assert answer.status_code == 303
    assert kept(app)[0].alt == "A crane"


def test_a_focal_point_is_autosaved_and_applied_on_save(app, editor, newsroom, media):
    with newsroom.at_work():
        tall = store(encoded(photo(40, 80), "JPEG"), alt="A tower")
    draft = newsroom.draft("Tower", image=tall)
    at = f"/desk/articles/{draft.id}"
    typed = {"version": 1, "headline": "Tower", "slug": "tower", "image": tall.id, "alt": "A tower"}
    editor.post(f"{at}/working-copy", data=typed | {"focal": "37-90"})
    assert 'value="37-90"' in editor.get(at).text
    assert kept(app)[0].focus == (50, 50)
    assert editor.post(at, data=typed | {"focal": "37-90"}).status_code == 303
    assert kept(app)[0].focus == (37, 90)


@pytest.mark.parametrize("focal", ["middle", "101-50", "-1-50", "50"])
def test_a_focal_point_outside_the_picture_is_refused(editor, newsroom, focal):
    sent = {"headline": "Ferry", "image": newsroom.image().id, "focal": focal}
    answer = editor.post("/desk/articles", data=sent)
    assert answer.status_code == 422
    assert "Choose a point in the picture." in answer.text


def test_a_cut_that_cannot_be_written_keeps_the_point_and_saves_the_text(app, editor, newsroom):
    """Pictures of `newsroom.image()` have no files."""
    tall = newsroom.image(width=400, height=800)
    sent = {"headline": "Tower", "image": tall.id, "alt": "A tower", "focal": "0-0"}
    answer = editor.post("/desk/articles", data=sent)
    assert answer.status_code == 303
    assert "The files of this picture are missing." in editor.get(answer.headers["Location"]).text
    assert kept(app)[0].focus == (50, 50)


def test_a_picture_uploaded_with_a_stale_form_goes_on_with_the_choice(
    app, author, newsroom, send, ferry
):
    draft = newsroom.draft("Ferry", created_by_id=author.who.id)
    at = f"/desk/articles/{draft.id}"
    author.post(at, data={"version": 1, "headline": "Second words"})
    answer = send(author, at, ferry, version=1, headline="Other words", image="")
    assert answer.status_code == 409
    (image,) = kept(app)
    assert f'name="image" value="{image.id}"' in answer.text
    assert 'name="image" value=""' not in answer.text
