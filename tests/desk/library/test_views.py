"""The picture library: find, describe, crop and delete pictures."""

from __future__ import annotations

import errno

import pytest

from portal.extensions import db
from portal.models import AuditEntry, Image, SiteVersion, WorkingCopy
from portal.pictures.storage import image_html, store
from tests.desk.cast import an_editor
from tests.pictures.test_decode import encoded, photo

WORDS = {"alt": "A ferry at dawn", "caption": "Off", "credit": "Jun Pascoe"}


@pytest.fixture
def picture(newsroom, media):
    """Store a picture that is taller than lists show it."""
    with newsroom.at_work():
        return store(encoded(photo(400, 800), "JPEG"), file_name="ferry.jpg", alt="A ferry")


def saved(app, image) -> Image:
    with app.app_context():
        found = db.session.get(Image, image.id)
        db.session.expunge(found)
        return found


def is_there(app, image) -> bool:
    with app.app_context():
        return db.session.get(Image, image.id) is not None


@pytest.mark.both_databases
def test_the_library_lists_pictures_newest_first_with_credit_and_use(editor, newsroom):
    ferry = newsroom.image("A ferry", caption="The ferry", credit="Jun Pascoe")
    newsroom.article("Sails again", image=ferry)
    newsroom.draft("Ramp fails", body=f"<p>Words</p>{image_html(ferry)}")
    newsroom.image("A crane")

    page = editor.get("/desk/images/").text

    assert page.index("A crane") < page.index("The ferry")
    assert "Jun Pascoe" in page
    assert "in 2 stories" in page
    assert "not used" in page
    assert "2 in the library" in page


def test_an_empty_library_says_how_to_start(editor):
    assert "No pictures yet. Upload the first one above." in editor.get("/desk/images/").text


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "words", ["ferry", "FERRY dawn", "pascoe", "bakı", "baki", "marsh-at", "jpg"]
)
def test_a_picture_is_found_by_every_word_of_its_texts(editor, newsroom, words):
    newsroom.image("A ferry at dawn", caption="Bakı", credit="J. Pascoe", file_name="marsh-at.jpg")
    newsroom.image("A crane")

    page = editor.get("/desk/images/", query_string={"q": words}).text

    assert "Bakı" in page
    assert "A crane" not in page


@pytest.mark.both_databases
def test_unknown_words_find_no_picture(editor, newsroom):
    newsroom.image("A ferry")
    for words in ("zeppelin", "ferry zeppelin", "%", "_"):
        page = editor.get("/desk/images/", query_string={"q": words}).text
        assert ("No pictures match." in page) == ("zeppelin" in words), words


@pytest.mark.both_databases
def test_the_library_filters_by_missing_alt_unused_and_own(app, editor, newsroom):
    used = newsroom.image("Used one", caption="Used one")
    newsroom.article(image=used)
    newsroom.image("", caption="Says nothing")
    newsroom.image("", caption="Mere decoration", is_decorative=True)
    newsroom.image("My own", created_by_id=editor.who.id)
    expected = {
        "unsaid": {"Says nothing"},
        "unused": {"Says nothing", "Mere decoration", "My own"},
        "mine": {"My own"},
        "nonsense": {"Used one", "Says nothing", "Mere decoration", "My own"},
    }
    for only, names in expected.items():
        page = editor.get("/desk/images/", query_string={"only": only}).text
        assert {name for name in expected["nonsense"] if f"{name}</a>" in page} == names, only


def test_the_library_pages_by_cursor_and_refuses_an_invalid_one(editor, newsroom):
    for number in range(26):
        newsroom.image(f"Picture {number:02}")

    first = editor.get("/desk/images/").text
    older = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&").split("#")[0]
    second = editor.get(older).text

    assert first.count("library__item") == 24
    assert "Picture 01" in second
    assert "Picture 25" not in second
    for bad in ("x", "1-2-3", "99999999999999999999-1"):
        assert editor.get("/desk/images/", query_string={"before": bad}).status_code == 404


def test_a_picture_beside_the_library_says_where_it_is_used(editor, newsroom):
    ferry = newsroom.image("A ferry")
    newsroom.draft("Sails again", image=ferry)
    newsroom.author("Jun Pascoe", portrait_id=ferry.id)

    page = editor.get(f"/desk/images/?image={ferry.id}").text

    assert "Sails again" in page
    assert "the portrait of Jun Pascoe" in page
    assert "One story uses it. Give it another picture first." in page
    assert 'aria-current="true"' in page


def test_an_unknown_picture_leaves_the_library_page_as_it_is(editor, newsroom):
    assert editor.get("/desk/images/?image=77").status_code == 200
    assert editor.get("/desk/images/?image=x").status_code == 200


def test_the_usage_does_not_name_drafts_one_may_not_read(author, newsroom):
    mine = newsroom.image("A ferry", created_by_id=author.who.id)
    newsroom.draft("Not to be known yet", image=mine)
    live = newsroom.article("Known to all", image=mine)

    page = author.get(f"/desk/images/{mine.id}").text

    assert "Not to be known yet" not in page
    assert "someone else’s story" in page
    assert f'href="{live.path}"' in page


def test_without_the_right_to_change_it_a_pictures_texts_are_shown(author, newsroom):
    foreign = newsroom.image("A ferry", credit="Jun Pascoe")

    page = author.get(f"/desk/images/?image={foreign.id}").text

    assert "Only they or an editor can change it" in page
    assert f'action="/desk/images/{foreign.id}' not in page


def test_saved_texts_are_shown_to_readers(app, editor, newsroom, reader):
    ferry = newsroom.image("Old words")
    article = newsroom.article("Sails again", image=ferry)
    with app.app_context():
        before = SiteVersion.current()

    answer = editor.post(
        f"/desk/images/{ferry.id}", data=WORDS | {"source_address": "https://archive.example/7"}
    )

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/desk/images/{ferry.id}"
    kept = saved(app, ferry)
    assert (kept.alt, kept.caption, kept.credit) == ("A ferry at dawn", "Off", "Jun Pascoe")
    assert kept.source_address == "https://archive.example/7"
    assert 'alt="A ferry at dawn"' in reader.get(article.path).text
    with app.app_context():
        assert SiteVersion.current() > before
        assert db.session.query(AuditEntry).filter_by(noun="image", action="changed").count() == 1


def test_saving_returns_to_the_library_and_never_outside_the_desk(editor, newsroom):
    ferry = newsroom.image("Old words")
    for then, goes in (
        (f"/desk/images/?image={ferry.id}", f"/desk/images/?image={ferry.id}"),
        ("//evil.example", f"/desk/images/{ferry.id}"),
    ):
        answer = editor.post(f"/desk/images/{ferry.id}", query_string={"then": then}, data=WORDS)
        assert answer.headers["Location"] == goes


def test_a_decorative_picture_has_no_alt_text(app, editor, newsroom):
    rule = newsroom.image("A rule")

    editor.post(f"/desk/images/{rule.id}", data={"alt": "A rule", "is_decorative": "y"})

    assert (saved(app, rule).alt, saved(app, rule).is_decorative) == ("", True)


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("alt", "", "Describe the picture"),
        ("alt", " \0 ", "Describe the picture"),
        ("alt", "x" * 501, "500 characters at most"),
        ("caption", "x" * 1001, "1000 characters at most"),
        ("credit", "x" * 301, "300 characters at most"),
        ("source_address", "https://a.example/" + "x" * 2000, "2000 characters at most"),
        ("source_address", "javascript:alert(1)", "Enter a full address"),
        ("source_address", "archive.example", "Enter a full address"),
        ("focal", "50", "Choose a point in the picture."),
        ("focal", "101-50", "Choose a point in the picture."),
        ("focal", "-1-50", "Choose a point in the picture."),
        ("focal", "٥-٥", "Choose a point in the picture."),
    ],
)
def test_an_invalid_field_has_a_message_and_nothing_is_lost(
    app, editor, newsroom, field, typed, told
):
    ferry = newsroom.image("Old words")
    answer = editor.post(
        f"/desk/images/{ferry.id}", data=WORDS | {"caption": "Typed long"} | {field: typed}
    )

    assert answer.status_code == 422
    assert told in answer.text
    assert field == "caption" or "Typed long" in answer.text
    assert saved(app, ferry).alt == "Old words"


def test_a_moved_focal_point_recuts_and_raises_the_site_version(app, editor, picture, media):
    with app.app_context():
        before = SiteVersion.current()

    answer = editor.post(f"/desk/images/{picture.id}", data=WORDS | {"focal": "37-90"})

    kept = saved(app, picture)
    assert answer.status_code == 303
    assert kept.focus == (37, 90)
    assert all((media / file).is_file() for file in kept.files())
    assert 'value="37-90"' in editor.get(f"/desk/images/{picture.id}").text
    with app.app_context():
        assert SiteVersion.current() > before


def test_an_unchanged_focal_point_recuts_nothing(app, editor, newsroom):
    without_files = newsroom.image()
    answer = editor.post(f"/desk/images/{without_files.id}", data=WORDS | {"focal": "50-50"})
    assert answer.status_code == 303


def test_a_full_disk_has_a_message_and_keeps_what_was_typed(app, editor, picture, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("portal.desk.library.views.recut", full)
    answer = editor.post(f"/desk/images/{picture.id}", data=WORDS | {"focal": "0-0"})

    assert answer.status_code == 503
    assert "The disk is full," in answer.text
    assert "A ferry at dawn" in answer.text
    assert 'value="0-0" aria-label="top left" checked' in answer.text
    assert (saved(app, picture).alt, saved(app, picture).focus) == ("A ferry", (50, 50))


def test_missing_files_are_reported(app, editor, newsroom):
    lost = newsroom.image(width=400, height=800)
    answer = editor.post(f"/desk/images/{lost.id}", data=WORDS | {"focal": "0-0"})
    assert answer.status_code == 503
    assert "The files of this picture are missing." in answer.text


def test_an_unused_picture_is_deleted_with_its_files(app, editor, picture, media):
    answer = editor.post(f"/desk/images/{picture.id}/removal")

    assert answer.status_code == 303
    assert not is_there(app, picture)
    assert [path for path in media.rglob("*") if path.is_file()] == []
    assert "Removed: A ferry" in editor.get("/desk/images/").text
    with app.app_context():
        assert db.session.query(AuditEntry).filter_by(noun="image", action="removed").count() == 1


def uses(newsroom, app, image, how):
    who = an_editor(app, "editor", name="Ada Quill")
    html = str(image_html(image))
    match how:
        case "leads an article":
            newsroom.draft(image=image)
        case "within a body":
            newsroom.draft(body=html)
        case "of a binned article":
            newsroom.bin(newsroom.article(image=image))
        case "a portrait":
            newsroom.author(portrait_id=image.id)
        case "within a page":
            newsroom.page("About", body=html)
        case "an ad":
            newsroom.placement(image_id=image.id)
        case "the logo":
            newsroom.settings(logo_id=image.id)
        case "the picture beside links":
            newsroom.settings(share_image_id=image.id)
        case "typed but not saved" | "chosen but not saved":
            typed = {"body": html} if how[0] == "t" else {"body": "", "image": image.id}
            newsroom._add(
                WorkingCopy(article_id=newsroom.draft().id, editor_id=who.id, fields=typed)
            )


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "how",
    [
        "leads an article", "within a body", "of a binned article", "a portrait", "within a page",
        "an ad", "the logo", "the picture beside links", "typed but not saved",
        "chosen but not saved",
    ],
)  # fmt: skip
def test_a_used_picture_is_not_deleted(app, editor, newsroom, picture, media, how):
    uses(newsroom, app, picture, how)

    answer = editor.post(f"/desk/images/{picture.id}/removal")

    assert answer.status_code == 409
    assert 'id="why-not"' in answer.text
    assert '<dd id="used-in">nothing' not in answer.text
    assert is_there(app, picture)
    assert all((media / file).is_file() for file in picture.files())


@pytest.mark.both_databases
def test_a_picture_removed_from_a_body_is_unused(app, editor, newsroom, picture):
    article = newsroom.draft(body=str(image_html(picture)))
    with newsroom.at_work() as session:
        session.merge(article).set_body("<p>Words alone.</p>")

    assert editor.post(f"/desk/images/{picture.id}/removal").status_code == 303


def test_the_picker_is_a_fragment_with_the_data_of_each_picture(editor, newsroom):
    ferry = newsroom.image('A "ferry"', caption="It’s off", credit="Jun Pascoe")

    page = editor.get("/desk/images/?part=picker&q=ferry").text

    assert "<html" not in page
    assert "data-picture='{" in page
    assert f'"id": {ferry.id}' in page
    assert "It\\u2019s off" in page or "It’s off" in page


@pytest.mark.parametrize("who", ["contributor", "author"])
def test_contributors_and_authors_change_only_their_own_pictures(app, editor_client, newsroom, who):
    client = editor_client(who)
    mine = newsroom.image(created_by_id=client.who.id)
    foreign = newsroom.image("Somebody else’s")
    for image, allowed in ((mine, True), (foreign, False)):
        change = client.post(f"/desk/images/{image.id}", data=WORDS)
        remove = client.post(f"/desk/images/{image.id}/removal")
        assert (change.status_code, remove.status_code) == ((303, 303) if allowed else (403, 403))
    assert not is_there(app, mine)
    assert saved(app, foreign).alt == "Somebody else’s"


@pytest.mark.parametrize("who", ["editor", "admin"])
def test_editors_and_admins_change_all_pictures(app, editor_client, newsroom, who):
    client = editor_client(who)
    foreign = newsroom.image()
    assert client.post(f"/desk/images/{foreign.id}", data=WORDS).status_code == 303
    assert client.post(f"/desk/images/{foreign.id}/removal").status_code == 303
    assert not is_there(app, foreign)
