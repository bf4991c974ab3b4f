"""The picture library: found, described, cut anew, removed only when nothing shows it."""

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
    """A picture with its files, taller than lists show it."""
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
def test_library_lists_the_newest_first_with_credit_and_use(editor, newsroom):
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


def test_empty_library_says_how_to_begin(editor):
    assert "No pictures yet. Upload the first one above." in editor.get("/desk/images/").text


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "words", ["ferry", "FERRY dawn", "pascoe", "bakı", "baki", "marsh-at", "jpg"]
)
def test_every_word_of_a_picture_finds_it(editor, newsroom, words):
    newsroom.image("A ferry at dawn", caption="Bakı", credit="J. Pascoe", file_name="marsh-at.jpg")
    newsroom.image("A crane")

    page = editor.get("/desk/images/", query_string={"q": words}).text

    assert "Bakı" in page
    assert "A crane" not in page


@pytest.mark.both_databases
def test_what_no_picture_has_finds_none(editor, newsroom):
    newsroom.image("A ferry")
    for words in ("zeppelin", "ferry zeppelin", "%", "_"):
        page = editor.get("/desk/images/", query_string={"q": words}).text
        assert ("No pictures match." in page) == ("zeppelin" in words), words


@pytest.mark.both_databases
def test_only_those_without_alt_or_unused_or_mine(app, editor, newsroom):
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


def test_library_pages_by_cursor_and_refuses_one_that_is_none(editor, newsroom):
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


def test_one_picture_beside_the_library_says_where_it_is_used(editor, newsroom):
    ferry = newsroom.image("A ferry")
    newsroom.draft("Sails again", image=ferry)
    newsroom.author("Jun Pascoe", portrait_id=ferry.id)

    page = editor.get(f"/desk/images/?image={ferry.id}").text

    assert "Sails again" in page
    assert "the portrait of Jun Pascoe" in page
    assert "One story uses it. Give it another picture first." in page
    assert 'aria-current="true"' in page


def test_a_picture_that_is_not_there_leaves_the_library_as_it_is(editor, newsroom):
    assert editor.get("/desk/images/?image=77").status_code == 200
    assert editor.get("/desk/images/?image=x").status_code == 200


def test_somebody_elses_draft_is_not_named_to_who_may_not_read_it(author, newsroom):
    mine = newsroom.image("A ferry", created_by_id=author.who.id)
    newsroom.draft("Not to be known yet", image=mine)
    live = newsroom.article("Known to all", image=mine)

    page = author.get(f"/desk/images/{mine.id}").text

    assert "Not to be known yet" not in page
    assert "someone else’s story" in page
    assert f'href="{live.path}"' in page


def test_who_may_not_change_a_picture_sees_what_it_says(author, newsroom):
    foreign = newsroom.image("A ferry", credit="Jun Pascoe")

    page = author.get(f"/desk/images/?image={foreign.id}").text

    assert "Only they or an editor can change it" in page
    assert f'action="/desk/images/{foreign.id}' not in page


def test_saving_keeps_the_words_and_readers_see_them(app, editor, newsroom, reader):
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


def test_saving_from_the_library_goes_back_there_and_nowhere_else(editor, newsroom):
    ferry = newsroom.image("Old words")
    for then, goes in (
        (f"/desk/images/?image={ferry.id}", f"/desk/images/?image={ferry.id}"),
        ("//evil.example", f"/desk/images/{ferry.id}"),
    ):
        answer = editor.post(f"/desk/images/{ferry.id}", query_string={"then": then}, data=WORDS)
        assert answer.headers["Location"] == goes


def test_decoration_says_nothing(app, editor, newsroom):
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
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
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


def test_a_moved_focal_point_cuts_anew_and_raises_the_version(app, editor, picture, media):
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


def test_the_same_focal_point_cuts_nothing(app, editor, newsroom):
    without_files = newsroom.image()
    answer = editor.post(f"/desk/images/{without_files.id}", data=WORDS | {"focal": "50-50"})
    assert answer.status_code == 303


def test_a_full_disk_is_said_in_the_form_and_what_was_typed_stays(
    app, editor, picture, monkeypatch
):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("portal.desk.library.views.recut", full)
    answer = editor.post(f"/desk/images/{picture.id}", data=WORDS | {"focal": "0-0"})

    assert answer.status_code == 503
    assert "The disk is full," in answer.text
    assert "A ferry at dawn" in answer.text
    assert 'value="0-0" aria-label="top left" checked' in answer.text
    assert (saved(app, picture).alt, saved(app, picture).focus) == ("A ferry", (50, 50))


def test_files_that_are_missing_are_said_to_be(app, editor, newsroom):
    lost = newsroom.image(width=400, height=800)
    answer = editor.post(f"/desk/images/{lost.id}", data=WORDS | {"focal": "0-0"})
    assert answer.status_code == 503
    assert "The files of this picture are missing." in answer.text


def test_what_nothing_shows_is_removed_with_its_files(app, editor, picture, media):
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
def test_what_something_shows_is_not_removed(app, editor, newsroom, picture, media, how):
    uses(newsroom, app, picture, how)

    answer = editor.post(f"/desk/images/{picture.id}/removal")

    assert answer.status_code == 409
    assert 'id="why-not"' in answer.text
    assert '<dd id="used-in">nothing' not in answer.text
    assert is_there(app, picture)
    assert all((media / file).is_file() for file in picture.files())


@pytest.mark.both_databases
def test_a_body_that_no_longer_shows_a_picture_lets_it_go(app, editor, newsroom, picture):
    article = newsroom.draft(body=str(image_html(picture)))
    with newsroom.at_work() as session:
        session.merge(article).set_body("<p>Words alone.</p>")

    assert editor.post(f"/desk/images/{picture.id}/removal").status_code == 303


def test_the_picker_is_a_fragment_with_all_that_is_chosen(editor, newsroom):
    ferry = newsroom.image('A "ferry"', caption="It’s off", credit="Jun Pascoe")

    page = editor.get("/desk/images/?part=picker&q=ferry").text

    assert "<html" not in page
    assert "data-picture='{" in page
    assert f'"id": {ferry.id}' in page
    assert "It\\u2019s off" in page or "It’s off" in page


@pytest.mark.parametrize("who", ["contributor", "author"])
def test_contributor_and_author_change_and_remove_only_their_own(app, editor_client, newsroom, who):
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
def test_editor_and_admin_change_and_remove_everybodys(app, editor_client, newsroom, who):
    client = editor_client(who)
    foreign = newsroom.image()
    assert client.post(f"/desk/images/{foreign.id}", data=WORDS).status_code == 303
    assert client.post(f"/desk/images/{foreign.id}/removal").status_code == 303
    assert not is_there(app, foreign)
