"""Tags, categories, authors, pages, sources and redirects: create, change, merge and delete."""

from __future__ import annotations

import errno
import re
from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest
from PIL import Image

from portal.extensions import db
from portal.models import (
    Author,
    Category,
    MissingAddress,
    Page,
    Redirect,
    Source,
    Tag,
    now,
)

ROOMS = ("tags", "categories", "authors", "pages", "sources", "redirects")


def one(app, noun, **which):
    with app.app_context():
        return db.session.query(noun).filter_by(**which).one()


@pytest.mark.parametrize("room", ROOMS)
def test_an_empty_list_offers_the_form(editor, room):
    assert "Nothing here yet." in editor.get(f"/desk/{room}").text
    assert editor.get(f"/desk/{room}/new").status_code == 200


@pytest.mark.parametrize(
    "room, form, words",
    [
        ("tags", {"name": " "}, "Enter the name of the tag."),
        ("tags", {"name": "x" * 201}, "Shorten it to 200 characters at most."),
        ("sources", {"name": "Wire", "language": "klingon!"}, "Write a language as two letters"),
        ("categories", {"name": ""}, "Enter the name of the category."),
        ("categories", {"name": "Rail", "position": "-1"}, "from 0 to 1000"),
        ("categories", {"name": "Rail", "position": "9" * 400}, "from 0 to 1000"),
        ("pages", {"title": "Rail", "position": "first"}, "from 0 to 1000"),
        ("categories", {"name": "Rail", "parent_id": "999"}, "There is no category called “999”."),
        ("categories", {"name": "Rail", "parent_id": "abc"}, "There is no category called “abc”."),
        ("pages", {"title": "Rail", "parent_id": "9" * 30}, "There is no page called “999"),
        ("pages", {"title": "Deep", "body": "<div>" * 100_000}, "Shorten the text"),
        ("authors", {"name": "Anna", "links": "https://a.example\n" * 21}, "At most 20 links"),
        ("authors", {"name": ""}, "Enter a name."),
        ("authors", {"name": "Anna", "email": "nobody"}, "Enter an e-mail address"),
        ("authors", {"name": "Anna", "links": "javascript:alert(1) x"}, "begin it with https://"),
        ("pages", {"title": ""}, "Enter the title of the page."),
        ("pages", {"title": "Search"}, "itself. Choose another one"),
        ("pages", {"title": "2026"}, "itself. Choose another one"),
        ("sources", {"name": ""}, "Enter the name of the publisher."),
        ("sources", {"name": "Wire", "address": "javascript:x"}, "begins with https://"),
        ("redirects", {"old": "", "address": "/"}, "Enter the old address."),
        ("redirects", {"old": "old", "address": "/"}, "begins with one slash"),
        ("redirects", {"old": "//evil", "address": "/"}, "begins with one slash"),
        ("redirects", {"old": "/old/", "address": ""}, "Enter the new address."),
        ("redirects", {"old": "/old/", "address": "//evil.example"}, "Enter a path"),
        ("redirects", {"old": "/old/", "address": "javascript:x"}, "Enter a path"),
        ("redirects", {"old": "/old/", "address": "/old"}, "cannot redirect to itself"),
    ],
)
def test_an_invalid_form_has_a_message_and_keeps_what_was_typed(editor, room, form, words):
    answer = editor.post(f"/desk/{room}/new", data={"kind": "person", "indexing": "own"} | form)
    assert answer.status_code == 422
    assert words in answer.text
    kept = next((text for text in form.values() if text.strip() and len(text) < 90), "")
    assert kept in answer.text


@pytest.mark.both_databases
def test_nul_characters_are_removed_from_names(app, editor):
    assert editor.post("/desk/tags/new", data={"name": "Cli\0mate"}).status_code == 303
    assert one(app, Tag).name == "Climate"
    for path in ("tags", "authors", "redirects", "articles/"):
        assert editor.get(f"/desk/{path}?q=%00Cli%00").status_code == 200, path


@pytest.mark.both_databases
def test_an_id_beyond_the_integer_range_is_404(editor):
    for number in (2**31, 10**30):
        assert editor.get(f"/desk/tags/{number}").status_code == 404
        assert editor.get(f"/desk/articles/{number}").status_code == 404
        assert editor.get(f"/desk/images/?image={number}").status_code in (200, 404)
        assert editor.post(f"/desk/menus/{number}/removal").status_code == 404
        assert editor.post(f"/desk/account/sessions/{number}/end").status_code == 404
        data = {"do": "publish", "article": number}
        assert editor.post("/desk/articles/chosen", data=data).status_code == 303
        assert editor.post("/desk/front/strips", data={"category": number}).status_code == 422


def test_a_tag_is_created_renamed_and_redirected(app, editor, reader):
    assert editor.post("/desk/tags/new", data={"name": "Climate"}).status_code == 303
    tag = one(app, Tag)
    editor.post(f"/desk/tags/{tag.id}", data={"name": "Weather", "slug": ""})
    assert one(app, Tag).slug == "weather"
    assert reader.get("/tag/climate/").headers["Location"] == "/tag/weather/"


def test_a_second_tag_of_the_same_name_gets_its_own_address(app, editor):
    for _ in range(2):
        editor.post("/desk/tags/new", data={"name": "Climate"})
    with app.app_context():
        assert sorted(tag.slug for tag in db.session.query(Tag)) == ["climate", "climate-2"]


def test_tags_are_merged_from_the_page_of_one(app, editor, newsroom, reader):
    climate, weather = newsroom.tag("Climate"), newsroom.tag("Weather")
    newsroom.article("River rises", tags=[climate])
    answer = editor.post(f"/desk/tags/{climate.id}/merge", data={"merge-into": weather.id})
    assert answer.status_code == 303
    assert "River rises" in reader.get("/tag/weather/").text


@pytest.mark.parametrize("into", ["", "999", "x"])
def test_merging_into_an_unknown_tag_is_refused(editor, newsroom, into):
    climate = newsroom.tag("Climate")
    newsroom.tag("Weather")
    answer = editor.post(f"/desk/tags/{climate.id}/merge", data={"merge-into": into})
    assert answer.status_code == 422


def test_a_tag_with_stories_is_not_deleted(app, editor, newsroom):
    tag = newsroom.tag("Climate")
    newsroom.article(tags=[tag])
    answer = editor.post(f"/desk/tags/{tag.id}/removal", follow_redirects=True)
    assert "Merge it into another" in answer.text
    assert one(app, Tag).name == "Climate"


def test_an_unused_tag_is_deleted(app, editor, newsroom):
    editor.post(f"/desk/tags/{newsroom.tag().id}/removal")
    with app.app_context():
        assert db.session.query(Tag).count() == 0


def test_categories_are_created_at_the_top_and_below_another(app, editor):
    form = {"name": "Economy", "parent_id": ""}
    assert editor.post("/desk/categories/new", data=form).status_code == 303
    economy = one(app, Category)
    form = {"name": "Night trains", "slug": "rail", "parent_id": economy.id}
    assert editor.post("/desk/categories/new", data=form).status_code == 303
    with app.app_context():
        assert [each.path for each in db.session.query(Category).order_by(Category.id)] == [
            "/category/economy/", "/category/economy/rail/"
        ]  # fmt: skip
        assert db.session.query(Redirect).count() == 0


@pytest.mark.both_databases
def test_a_category_path_beyond_its_column_is_refused_in_words(app, editor):
    parent = ""
    for depth in range(9):
        form = {"name": f"{depth} " + "x" * 78, "parent_id": parent}
        answer = editor.post("/desk/categories/new", data=form)
        assert answer.status_code in (303, 422)
        with app.app_context():
            parent = str(db.session.query(Category).order_by(Category.id.desc()).first().id)
    assert answer.status_code == 303 or "shorten it and send it again" in answer.text


def test_a_child_of_a_merged_category_gets_its_own_address(app, editor, newsroom):
    economy, business = newsroom.category("Economy"), newsroom.category("Business")
    rail = newsroom.category("Rail", parent=economy)
    newsroom.category("Rail", parent=business)
    form = {"merge-into": business.id}
    assert editor.post(f"/desk/categories/{economy.id}/merge", data=form).status_code == 303
    with app.app_context():
        assert db.session.get(Category, rail.id).path == "/category/business/rail-2/"


def test_a_category_is_moved_with_its_stories(app, editor, newsroom, reader):
    economy, rail = newsroom.category("Economy"), newsroom.category("Rail")
    newsroom.article("Night train", category=rail)
    form = {"name": "Rail", "slug": "rail", "parent_id": economy.id}
    assert editor.post(f"/desk/categories/{rail.id}", data=form).status_code == 303
    assert one(app, Category, name="Rail").path == "/category/economy/rail/"
    assert "Night train" in reader.get("/category/economy/").text.partition("<aside")[0]
    assert reader.get("/category/rail/").status_code == 301


def test_a_category_moved_beside_a_namesake_gets_its_own_address(app, editor, newsroom):
    economy, rail = newsroom.category("Economy"), newsroom.category("Rail")
    newsroom.category("Rail", parent=economy)
    form = {"name": "Rail", "slug": "rail", "parent_id": economy.id}
    assert editor.post(f"/desk/categories/{rail.id}", data=form).status_code == 303
    with app.app_context():
        assert db.session.get(Category, rail.id).path == "/category/economy/rail-2/"


def test_a_category_cannot_be_moved_below_itself(editor, newsroom):
    economy = newsroom.category("Economy")
    rail = newsroom.category("Rail", parent=economy)
    form = {"name": "Economy", "parent_id": rail.id}
    answer = editor.post(f"/desk/categories/{economy.id}", data=form)
    assert answer.status_code == 422
    assert "cannot be inside itself" in answer.text


def test_an_author_has_a_portrait_and_links(app, editor):
    form = {
        "name": "Réka Halász", "kind": "person", "role": "Rivers",
        "links": "https://example.org/halasz Website\nhttps://social.example/@reka",
        "portrait": a_portrait(),
    }  # fmt: skip
    assert editor.post("/desk/authors/new", data=form).status_code == 303
    with app.app_context():
        author = db.session.query(Author).one()
        assert author.portrait.width == 400
        assert author.links[1] == {
            "address": "https://social.example/@reka", "label": "social.example"
        }  # fmt: skip
        editing = editor.get(f"/desk/authors/{author.id}").text
    assert "https://example.org/halasz Website" in editing


def test_a_portrait_is_shown_and_can_be_removed(app, editor, newsroom):
    author = newsroom.author("Réka Halász", portrait_id=newsroom.image().id)
    page = editor.get(f"/desk/authors/{author.id}").text
    assert 'alt="Current: Portrait"' in page
    form = {"name": "Réka Halász", "kind": "person", "without_portrait": "y"}
    editor.post(f"/desk/authors/{author.id}", data=form)
    assert one(app, Author).portrait_id is None
    assert "As it is now" not in editor.get(f"/desk/authors/{author.id}").text


def test_a_saved_author_keeps_the_portrait(app, editor, newsroom):
    author = newsroom.author("Réka Halász", portrait_id=newsroom.image().id)
    editor.post(f"/desk/authors/{author.id}", data={"name": "Réka Halász", "kind": "person"})
    assert one(app, Author).portrait_id is not None


def a_portrait() -> tuple[BytesIO, str]:
    picture = BytesIO()
    Image.new("RGB", (400, 400), "navy").save(picture, "PNG")
    picture.seek(0)
    return picture, "reka.png"


def test_a_refused_form_keeps_the_chosen_portrait(app, editor):
    form = {"name": "Réka Halász", "kind": "person", "email": "nobody", "portrait": a_portrait()}
    page = editor.post("/desk/authors/new", data=form)
    assert page.status_code == 422
    assert 'alt="Not saved yet: Portrait"' in page.text
    kept = re.search(r'type="hidden" name="portrait" value="(\d+)"', page.text)[1]
    mended = {"name": "Réka Halász", "kind": "person", "portrait": kept}
    assert editor.post("/desk/authors/new", data=mended).status_code == 303
    with app.app_context():
        assert one(app, Author).portrait_id == int(kept)


def test_a_kept_portrait_can_be_removed_before_it_is_saved(app, editor, newsroom):
    form = {"name": "Réka", "kind": "person", "portrait": newsroom.image().id}
    editor.post("/desk/authors/new", data=form | {"without_portrait": "y"})
    assert one(app, Author).portrait_id is None


def test_a_full_disk_has_a_message_beside_the_portrait(editor, monkeypatch):
    def full(*_args, **_options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("portal.desk.library.uploads.store", full)
    form = {"name": "Réka Halász", "kind": "person", "portrait": a_portrait()}
    answer = editor.post("/desk/authors/new", data=form)
    assert answer.status_code == 503
    assert "the disk is full" in answer.text
    assert 'value="Réka Halász"' in answer.text


def test_the_number_of_stories_links_to_them(editor, newsroom):
    reka, rail = newsroom.author("Réka Halász"), newsroom.category("Rail")
    newsroom.article("Night train", authors=[reka], category=rail, tags=[newsroom.tag()])
    newsroom.article("River rises")
    for room in ("authors", "categories", "tags"):
        link = re.search(r'href="(/desk/articles/\?[^"]+)"', editor.get(f"/desk/{room}").text)[1]
        page = editor.get(unescape(link)).text
        assert "Night train" in page and "River rises" not in page, room


def test_children_are_indented(editor, newsroom):
    newsroom.category("Rail", parent=newsroom.category("Economy"))
    assert re.search(
        r'class="tree tree--1"[^>]*><a[^>]*>Rail<', editor.get("/desk/categories").text
    )


def test_a_portrait_that_is_not_a_picture_is_refused(editor):
    form = {"name": "Anna", "kind": "person", "portrait": (BytesIO(b"<svg/>"), "a.svg")}
    answer = editor.post("/desk/authors/new", data=form)
    assert answer.status_code == 422
    assert "Anna" in answer.text


def test_a_page_is_published_cleaned_and_nested(app, editor, reader):
    form = {
        "title": "About",
        "parent_id": "",
        "body": "<p onclick='x()'>We.</p><script>x</script>",
        "is_live": "y",
    }
    editor.post("/desk/pages/new", data=form)
    about = one(app, Page)
    form = {
        "title": "How we write",
        "parent_id": about.id,
        "body": "<p>Plainly.</p>",
        "is_live": "y",
    }
    editor.post("/desk/pages/new", data=form)
    assert about.body == "<p>We.</p>"
    assert "Plainly." in reader.get("/about/how-we-write/").text


def test_a_second_page_of_the_same_name_gets_its_own_address(app, editor, newsroom):
    about = newsroom.page("About")
    form = {"title": "Contact", "parent_id": about.id, "body": "<p>x</p>"}
    for _ in range(2):
        assert editor.post("/desk/pages/new", data=form).status_code == 303
    with app.app_context():
        paths = {page.path for page in db.session.query(Page)}
    assert paths == {"/about/", "/about/contact/", "/about/contact-2/"}


def test_a_page_without_the_tick_is_a_draft(editor, reader):
    editor.post("/desk/pages/new", data={"title": "Soon", "parent_id": "", "body": "<p>x</p>"})
    assert reader.get("/soon/").status_code == 404


def test_a_source_with_a_taken_name_is_refused(editor, newsroom):
    newsroom.source("Pannon Wire")
    answer = editor.post("/desk/sources/new", data={"name": "pannon wire", "indexing": "own"})
    assert answer.status_code == 422


def test_a_source_keeps_its_indexing_rule(app, editor):
    editor.post("/desk/sources/new", data={"name": "Wire", "indexing": "noindex"})
    assert one(app, Source).indexing == "noindex"


def test_a_missing_address_is_redirected_with_one_click(app, editor, newsroom, reader, monkeypatch):
    monkeypatch.setattr("portal.site.errors.not_found_log.FLUSH_SECONDS", 0)
    for _ in range(2):
        reader.get("/2019/old-story/").close()
    page = editor.get("/desk/redirects").text
    assert "/2019/old-story/" in page
    assert "/2019/old-story/" in editor.get("/desk/redirects/new?old=/2019/old-story/").text
    newsroom.page("About")
    editor.post("/desk/redirects/new", data={"old": "/2019/old-story/", "address": "/about/"})
    assert reader.get("/2019/old-story/").headers["Location"] == "/about/"
    with app.app_context():
        assert db.session.get(MissingAddress, "/2019/old-story/") is None


def test_a_missing_address_that_ends_like_a_story_is_offered_as_a_redirect(
    app, editor, newsroom, reader
):
    story = newsroom.article("Old story")
    newsroom.draft("Draft story")
    with newsroom.at_work() as session:
        session.add_all(
            MissingAddress(path=f"/2019/05/{end}/") for end in ("old-story", "draft-story")
        )
    page = editor.get("/desk/redirects").text
    assert page.count("Redirect to ") == 1
    form = page[: page.index("Redirect to ")].rpartition("<form")[2]
    fields = dict(re.findall(r'name="(old|address)" value="([^"]+)"', form))
    editor.post("/desk/redirects/new", data=fields)
    assert reader.get("/2019/05/old-story/").headers["Location"] == story.path
    assert "/2019/05/old-story/" not in editor.get("/desk/redirects").text.partition("in vain")[2]


def test_two_stories_with_the_same_slug_are_not_guessed(editor, newsroom):
    newsroom.article("Old story", published_at=now() - timedelta(days=2))
    newsroom.article("Old story")
    with newsroom.at_work() as session:
        session.add(MissingAddress(path="/2019/05/old-story/"))
    assert "Redirect to " not in editor.get("/desk/redirects").text


def test_a_search_without_results_says_so(editor):
    assert "No matches." in editor.get("/desk/tags?q=zzz").text
    assert "Nothing here yet." in editor.get("/desk/tags").text


def test_a_redirect_loop_is_refused(editor, newsroom):
    newsroom.redirect("/a", address="/b/")
    newsroom.redirect("/b", address="/c/")
    answer = editor.post("/desk/redirects/new", data={"old": "/c/", "address": "/a/"})
    assert answer.status_code == 422
    assert "redirects back to this one" in answer.text
    sound = editor.post("/desk/redirects/new", data={"old": "/d/", "address": "/a/"})
    assert sound.status_code == 303


def test_a_second_redirect_of_an_address_is_refused(editor, newsroom):
    newsroom.redirect("/old", address="/")
    answer = editor.post("/desk/redirects/new", data={"old": "/old/", "address": "/about/"})
    assert "There is a redirect for this address already" in answer.text


def test_a_redirect_is_changed_and_deleted(app, editor, newsroom, reader):
    made = newsroom.redirect("/old", address="/latest/")
    editor.post(f"/desk/redirects/{made.id}", data={"old": "/old", "address": "/archive/"})
    assert reader.get("/old/").headers["Location"] == "/archive/"
    editor.post(f"/desk/redirects/{made.id}/removal")
    with app.app_context():
        assert db.session.query(Redirect).count() == 0


def test_every_change_is_in_the_audit_log(editor, admin):
    editor.post("/desk/tags/new", data={"name": "Climate"})
    assert "Climate" in admin.get("/desk/audit").text
