"""Bin, duplication and comparison in Chromium, with and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE
from tests.desk.cast import an_editor


def unfold(page: Page) -> None:
    page.locator("summary", has_text="Duplicate, previews, bin").click()


@pytest.mark.parametrize(
    ("width", "scheme", "scripts"), [(PHONE, "dark", True), (DESKTOP, "light", False)]
)
def test_a_live_story_is_compared_duplicated_binned_and_restored(
    app, at_the_desk, newsroom, width, scheme, scripts
):
    at = f"/desk/articles/{newsroom.article('Ten boats').id}"
    page = at_the_desk(an_editor(app), width, color_scheme=scheme, java_script_enabled=scripts)
    page.goto(at)
    seen = {}

    def look(name: str) -> None:
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        seen[name] = violations(page) if scripts else []

    page.fill("#headline", "Nine boats")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Not published yet: headline.")).to_be_visible()
    look("changes of a live story")
    page.locator("#changed").get_by_role("link", name="Compare").click()
    expect(page.locator(".diff ins")).to_have_text("Nine")
    look("the comparison")
    page.get_by_role("link", name="Continue editing").click()

    unfold(page)
    page.get_by_role("button", name="Duplicate as a draft").click()
    expect(page.get_by_text("This is the copy, a separate draft.")).to_be_visible()
    expect(page.locator("#headline")).to_have_value("Nine boats")

    page.goto(at)
    page.locator("#changed").get_by_role("button", name="Discard changes").click()
    expect(page.locator("#headline")).to_have_value("Ten boats")
    unfold(page)
    page.get_by_role("button", name="Move to bin").click()
    look("the question")
    page.get_by_role("dialog").get_by_role("button", name="Move to bin").click()
    expect(page.get_by_text("Moved to the bin: “Ten boats”.")).to_be_visible()
    page.goto(at)
    look("in the bin")
    page.get_by_role("button", name="Restore").click()
    expect(page.get_by_text("Restored. Readers see it again.")).to_be_visible()
    assert {where: found for where, found in seen.items() if found} == {}
