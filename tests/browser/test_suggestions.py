"""Names suggested while an editor types, in a real Chromium; without a script plain fields."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from portal.extensions import db
from portal.models import Tag
from tests.browser.desk import signed_in
from tests.desk.cast import an_editor


@pytest.fixture
def page(app, at_the_desk):
    return at_the_desk(an_editor(app, "editor", name="Tomas Okafor"))


def test_names_to_merge_into_are_suggested_and_the_typed_one_is_taken(app, page, newsroom):
    weather = newsroom.tag("Weather")
    newsroom.tag("Climate")
    page.goto(f"/desk/tags/{weather.id}")
    into = page.get_by_label("Merge into")
    into.press_sequentially("cli")
    expect(page.locator('#merge-into-options option[value="Climate"]')).to_be_attached()
    into.fill("Climate")
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_text("Merged “Weather” into “Climate”.")).to_be_visible()
    with app.app_context():
        assert [tag.name for tag in db.session.query(Tag)] == ["Climate"]


def test_a_filter_suggests_names_and_leaves_list_and_address_alone(page, newsroom):
    newsroom.article("River rises", tags=[newsroom.tag("Climate")])
    newsroom.article("Cup final")
    page.goto("/desk/articles/")
    tag = page.locator("#tag")
    tag.press_sequentially("cli")
    expect(page.locator('#tag-options option[value="Climate"]')).to_be_attached()
    assert page.url.endswith("/desk/articles/")
    expect(page.get_by_role("link", name="Cup final")).to_be_visible()
    tag.fill("Climate")
    tag.press("Enter")
    expect(page.get_by_role("link", name="Cup final")).to_be_hidden()
    expect(page.get_by_role("link", name="River rises")).to_be_visible()


def test_an_author_is_suggested_and_added_to_the_byline(page, newsroom):
    newsroom.author("Jun Pascoe")
    page.goto("/desk/articles/new")
    field = page.get_by_label("Add an author")
    field.press_sequentially("jun")
    expect(page.locator('#new_author-options option[value="Jun Pascoe"]')).to_be_attached()
    field.fill("Jun Pascoe")
    field.press("Enter")
    expect(page.locator("#byline").get_by_text("Jun Pascoe", exact=True)).to_be_visible()


def test_without_a_script_a_name_that_is_nearly_right_gets_those_like_it(
    app, site, open_page, newsroom
):
    plain = open_page(java_script_enabled=False)
    signed_in(plain, app, an_editor(app, "editor"))
    weather = newsroom.tag("Weather")
    newsroom.tag("Climate")
    plain.goto(f"/desk/tags/{weather.id}")
    plain.get_by_label("Merge into").fill("Clim")
    plain.get_by_role("button", name="Merge").click()
    expect(plain.get_by_text("Similar names: Climate.")).to_be_visible()
    plain.get_by_label("Merge into").fill("Climate")
    plain.get_by_role("button", name="Merge").click()
    expect(plain.get_by_text("Merged “Weather” into “Climate”.")).to_be_visible()
