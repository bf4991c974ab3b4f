"""The Edit link on readers' pages. The pages are the same for everybody; a script shows the link to editors."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_desk import sign_in
from tests.desk.cast import an_editor, known


@pytest.fixture
def story(newsroom):
    """A story with a category, a tag and an author, which all have pages of their own."""
    return newsroom.article(
        "River rises",
        category=newsroom.category("Europe"),
        tags=[newsroom.tag("Rail")],
        authors=[newsroom.author("Ada Quill")],
    )


def edit_links(page: Page) -> list[str]:
    links = page.get_by_role("link", name="Edit", exact=True).all()
    return [link.get_attribute("href") for link in links]


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_signed_in_editor_finds_the_edit_link_until_they_sign_out(app, open_page, story, width):
    mara = known(app, "mara@courier.example")
    page = open_page(width)
    page.goto(story.path)
    assert edit_links(page) == []

    sign_in(page, mara.email)
    page.get_by_role("heading", name="Waiting for review").wait_for()
    page.goto(story.path)
    page.get_by_role("link", name="Edit", exact=True).click()
    expect(page.get_by_label("Headline", exact=True)).to_have_value("River rises")

    page.locator("form[action$='/sign-out']").evaluate("form => form.requestSubmit()")
    page.get_by_text("You are signed out.").wait_for()
    page.goto(story.path)
    assert edit_links(page) == []


def test_each_story_of_endless_reading_links_to_its_own_form(app, at_the_desk, newsroom):
    older, newer = newsroom.article("The older one"), newsroom.article("The newer one")
    page = at_the_desk(an_editor(app))
    page.goto("/desk/")
    page.goto(newer.path)
    page.locator(".following").wait_for()
    expect(page.get_by_role("link", name="Edit", exact=True)).to_have_count(2)
    assert edit_links(page) == [f"/desk/articles/{each.id}" for each in (newer, older)]


def test_pages_categories_tags_and_authors_show_the_edit_link_only_with_the_right(
    app, at_the_desk, newsroom, story
):
    paths = [newsroom.page("About").path, "/category/europe/", "/tag/rail/", "/author/ada-quill/"]
    editor, author = at_the_desk(an_editor(app, "editor")), at_the_desk(an_editor(app, "author"))
    for page, count in ((editor, 1), (author, 0)):
        page.goto("/desk/")
        for path in paths:
            page.goto(path)
            assert len(edit_links(page)) == count, path
        page.goto(story.path)
        assert edit_links(page) == [f"/desk/articles/{story.id}"]
    for path in paths:
        editor.goto(path)
        editor.get_by_role("link", name="Edit", exact=True).click()
        expect(editor.get_by_role("button", name="Save", exact=True)).to_be_visible()


def test_after_the_session_has_ended_the_edit_link_leads_through_sign_in_to_the_form(
    app, open_page, story
):
    mara = known(app, "mara@courier.example")
    page = open_page()
    page.add_init_script("localStorage.setItem('desk', 'write')")
    page.goto(story.path)
    page.get_by_role("link", name="Edit", exact=True).click()
    page.get_by_label("E-mail").fill(mara.email)
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("Headline", exact=True)).to_have_value("River rises")
