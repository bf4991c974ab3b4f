"""Uploads: each picture of a batch is accepted or refused on its own."""

from __future__ import annotations

import errno
from io import BytesIO

import pytest
from PIL import Image as Pillow
from sqlalchemy import select

from portal.extensions import db
from portal.models import AuditEntry, Image
from tests.pictures.test_animation import animation
from tests.pictures.test_decode import encoded, photo

pytestmark = pytest.mark.filterwarnings("ignore:::PIL")

HTMX = {"HX-Request": "true"}


@pytest.fixture
def send(media):
    """Send files by the form: `send(editor, ("ferry.jpg", data), …)`."""

    def send(client, *files, address="/desk/images/", **options):
        data = {"files": [(BytesIO(data), name) for name, data in files]}
        return client.post(address, data=data, content_type="multipart/form-data", **options)

    return send


@pytest.fixture(scope="module")
def ferry() -> bytes:
    return encoded(photo(90, 60), "JPEG")


def kept(app) -> list[Image]:
    with app.app_context():
        images = list(db.session.scalars(select(Image).order_by(Image.id)))
        db.session.expunge_all()
        return images


def test_several_uploaded_pictures_belong_to_the_editor(app, editor, send, ferry, media):
    crane = encoded(photo(60, 90), "PNG")

    answer = send(editor, ("ferry.jpg", ferry), ("crane.png", crane))

    assert answer.status_code == 303
    images = kept(app)
    assert [image.file_name for image in images] == ["ferry.jpg", "crane.png"]
    assert {image.created_by_id for image in images} == {editor.who.id}
    assert all((media / file).is_file() for image in images for file in image.files())
    page = editor.get("/desk/images/").text
    assert "2 pictures added." in page
    assert "Describe 2 new pictures" in page
    assert "Alt text of ferry.jpg" in page
    with app.app_context():
        assert db.session.query(AuditEntry).filter_by(noun="image", action="added").count() == 2


def bomb() -> bytes:
    return encoded(Pillow.new("1", (20_000, 2_001)), "PNG")


REFUSED = [
    ("map.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "Save it as PNG."),
    ("notes.txt", b"Not a picture", "This is not a picture that can be taken."),
    ("page.jpg", b"<html><body>Hello</body></html>", "This is not a picture that can be taken."),
    ("empty.jpg", b"", "The file is empty."),
    ("large.jpg", b"\xff\xd8" + b"0" * 40_000_000, "The file is larger than 40 MB."),
    ("bomb.png", bomb(), "more than 40 megapixels"),
    ("cut-short.jpg", encoded(photo(900, 600), "JPEG")[:2_000], "damaged or was cut short"),
]


@pytest.mark.parametrize(("name", "data", "told"), REFUSED, ids=[each[0] for each in REFUSED])
def test_each_refused_file_has_a_reason_and_the_others_are_stored(
    app, editor, send, ferry, name, data, told
):
    answer = send(editor, (name, data), ("ferry.jpg", ferry))

    assert answer.status_code == 422
    assert name in answer.text
    assert told in answer.text
    assert [image.file_name for image in kept(app)] == ["ferry.jpg"]
    assert "Alt text of ferry.jpg" in answer.text


def test_an_upload_without_a_file_has_a_message(app, editor, send):
    assert "Choose at least one picture." in send(editor).text
    assert send(editor, ("", b"")).status_code == 422


def test_a_duplicate_is_reported_and_not_added(app, editor, author, send, ferry):
    send(author, ("ferry.jpg", ferry))
    answer = send(editor, ("the same.jpg", ferry))

    assert answer.status_code == 303
    assert "Already in the library since" in editor.get("/desk/images/").text
    (image,) = kept(app)
    assert image.created_by_id == author.who.id
    assert image.file_name == "ferry.jpg"


def test_uploading_an_existing_picture_gives_no_right_to_it(app, author, newsroom, send, ferry):
    """An imported picture belongs to nobody, also after an author uploads the same file."""
    send(author, ("ferry.jpg", ferry))
    with newsroom.at_work() as session:
        session.scalar(select(Image)).created_by_id = None

    send(author, ("ferry.jpg", ferry))

    assert kept(app)[0].created_by_id is None


def test_a_full_disk_is_reported_and_earlier_files_stay(app, editor, send, ferry, monkeypatch):
    from portal.desk.library import uploads

    store = uploads.store

    def nearly_full(data, **words):
        if words["file_name"] == "second.png":
            raise OSError(errno.ENOSPC, "No space left on device")
        return store(data, **words)

    monkeypatch.setattr(uploads, "store", nearly_full)
    answer = send(editor, ("first.jpg", ferry), ("second.png", encoded(photo(9, 9), "PNG")))

    assert answer.status_code == 503
    assert "Not added: the disk is full." in answer.text
    assert [image.file_name for image in kept(app)] == ["first.jpg"]


def test_a_script_gets_the_result_rows_and_the_alt_text_question(editor, send, ferry):
    answer = send(editor, ("ferry.jpg", ferry), headers=HTMX)
    bad = send(editor, ("map.svg", REFUSED[0][1]), headers=HTMX)
    again = send(editor, ("again.jpg", ferry), headers=HTMX)

    assert [each.status_code for each in (answer, bad, again)] == [201, 422, 200]
    assert "<html" not in answer.text
    assert "Added." in answer.text
    assert "Alt text of ferry.jpg" in answer.text
    assert "Describe the new picture" in answer.text
    assert "SVG drawings" in bad.text
    assert "What again.jpg shows" not in again.text
    assert "View" in again.text


def test_a_picture_uploaded_in_the_picker_can_be_chosen_at_once(editor, send, ferry):
    answer = send(editor, ("ferry.jpg", ferry), address="/desk/images/?part=picker", headers=HTMX)
    assert "data-picture='{" in answer.text


def test_a_file_name_is_escaped(app, editor, send, ferry):
    answer = send(editor, ("<b>\u202e\x07x.jpg", ferry), headers=HTMX)
    assert "&lt;b&gt;x.jpg" in answer.text
    assert kept(app)[0].file_name == "<b>x.jpg"


@pytest.mark.parametrize("who", ["contributor", "author", "editor", "admin"])
def test_every_role_may_upload(app, editor_client, send, ferry, who):
    assert send(editor_client(who), ("ferry.jpg", ferry)).status_code == 303
    assert len(kept(app)) == 1


def test_an_upload_needs_the_csrf_token(app, editor, send, ferry):
    assert send(editor, ("ferry.jpg", ferry), without_token=True).status_code == 400
    assert kept(app) == []


def described(client, **fields):
    return client.post("/desk/images/descriptions", data=fields)


def test_descriptions_of_new_pictures_are_saved_together(app, editor, newsroom):
    ferry = newsroom.image("", created_by_id=editor.who.id)
    rule = newsroom.image("", created_by_id=editor.who.id)

    answer = described(
        editor,
        image=[ferry.id, rule.id],
        **{
            f"{ferry.id}-alt": " A ferry ",
            f"{ferry.id}-credit": "Jun",
            f"{rule.id}-is_decorative": "y",
        },
    )

    assert answer.status_code == 303
    first, second = kept(app)
    assert (first.alt, first.credit, second.alt) == ("A ferry", "Jun", "")
    assert second.is_decorative
    assert "say what" not in editor.get("/desk/images/").text.split('id="undescribed-rows"')[1]


def test_pictures_without_description_are_asked_for_again(app, editor, newsroom):
    ferry = newsroom.image("", file_name="ferry.jpg", created_by_id=editor.who.id)
    assert described(editor, image=[ferry.id]).status_code == 303
    assert "Alt text of ferry.jpg" in editor.get("/desk/images/").text


def test_one_description_that_is_too_long_keeps_all_typed_texts(app, editor, newsroom):
    ferry = newsroom.image("", created_by_id=editor.who.id)
    crane = newsroom.image("", created_by_id=editor.who.id)
    said = {f"{ferry.id}-alt": "x" * 501, f"{crane.id}-alt": "A crane"}

    answer = described(editor, image=[ferry.id, crane.id], **said)

    assert answer.status_code == 422
    assert "500 characters at most" in answer.text
    assert "A crane" in answer.text
    assert [image.alt for image in kept(app)] == ["", ""]


def test_another_editors_picture_cannot_be_described(app, author, newsroom):
    foreign = newsroom.image("")
    answer = described(author, image=[foreign.id], **{f"{foreign.id}-alt": "Mine now"})
    assert answer.status_code == 403
    assert kept(app)[0].alt == ""


def test_a_picture_deleted_meanwhile_is_left_out(app, editor, newsroom):
    ferry = newsroom.image("", created_by_id=editor.who.id)
    said = {f"{ferry.id}-alt": "A ferry", "77-alt": "Gone"}
    assert described(editor, image=[ferry.id, 77, "x"], **said).status_code == 303
    assert kept(app)[0].alt == "A ferry"


def test_editors_are_asked_only_about_their_own_pictures(editor, newsroom):
    newsroom.image("", file_name="imported.jpg")
    assert "What imported.jpg shows" not in editor.get("/desk/images/").text


@pytest.mark.parametrize("format", ["GIF", "WEBP", "PNG"])
@pytest.mark.parametrize("address", ["/desk/images/", "/desk/images/?part=picker"])
def test_editor_is_told_that_an_animation_does_not_move(editor, send, format, address):
    for _ in range(2):  # the second time it is already in the library
        answer = send(editor, ("moves", animation(format)), address=address, headers=HTMX)
        assert "only its first frame" in answer.text


def test_editor_without_a_script_is_told_of_animations_too(editor, send, ferry):
    send(editor, ("ferry.jpg", ferry), ("moves.gif", animation("GIF")))

    page = editor.get("/desk/images/").text

    assert "moves.gif: It is an animation" in page
    assert "ferry.jpg: It is" not in page
