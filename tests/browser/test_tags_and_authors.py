"""Tags and authors in Chromium, by keyboard only."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE
from tests.desk.cast import an_editor


@pytest.mark.parametrize(("width", "scheme"), [(PHONE, "dark"), (DESKTOP, "light")])
def test_tags_and_authors_are_added_by_keyboard(app, at_the_desk, newsroom, width, scheme):
    newsroom.article(tags=[newsroom.tag("Railways")])
    for name in ("Ada Quill", "Jun Pascoe"):
        newsroom.author(name)
    page = at_the_desk(an_editor(app), width, color_scheme=scheme)
    page.goto("/desk/articles/new")
    page.fill("#headline", "Filed")
    tags, keys = page.get_by_label("Tags", exact=True), page.keyboard
    tags.press_sequentially("Isles, isles,ra")
    expect(page.locator("#tag-suggestions").get_by_role("option")).to_have_count(2)
    assert violations(page) == []
    keys.press("ArrowDown")
    expect(page.get_by_role("option", name="Railways")).to_have_attribute("aria-selected", "true")
    keys.press("Enter")
    keys.type("One too many")
    keys.press("Enter")
    expect(page.locator(".token")).to_have_count(3)
    keys.press("Backspace")
    expect(page.get_by_role("button", name="Remove One too many")).to_be_focused()
    keys.press("Delete")
    expect(page.get_by_role("button", name="Remove Railways")).to_be_focused()

    for name in ("Ada Quill", "Jun Pascoe"):
        page.get_by_label("Add an author").fill(name)
        keys.press("Enter")
        expect(page.get_by_role("button", name=f"Remove {name}")).to_be_visible()
        expect(page.get_by_label("Add an author")).to_be_focused()
    page.get_by_role("button", name="Move Jun Pascoe up").press("Enter")
    expect(page.get_by_role("button", name="Move Jun Pascoe down")).to_be_focused()
    expect(page.locator("#headline")).to_have_value("Filed")
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_text("Published.")).to_be_visible()
    filed = newsroom.saved("Filed")
    assert [tag.name for tag in filed.tags] == ["Isles", "Railways"]
    assert [author.name for author in filed.authors] == ["Jun Pascoe", "Ada Quill"]
