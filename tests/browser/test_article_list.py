"""The list of stories in Chromium: by shortcuts, and without scripts."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from portal.models import Editor, now
from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE
from tests.desk.cast import an_editor


@pytest.fixture
def mara(app) -> Editor:
    return an_editor(app, "editor", name="Mara Ellwood")


@pytest.fixture
def stories(newsroom) -> None:
    ada = newsroom.author("Ada Quill")
    newsroom.article("Harbour wall holds", authors=[ada], category=newsroom.category("Harbour"))
    newsroom.draft("Car ferry sails again")
    newsroom.draft("School roof", authors=[ada], submitted_at=now())
    newsroom.article("Saturday market moves", published_at=now() + timedelta(hours=20))


def test_rows_are_selected_and_opened_by_shortcuts(at_the_desk, mara, stories):
    page = at_the_desk(mara)
    page.goto("/desk/articles/?state=draft")
    for key in "jx":
        page.keyboard.press(key)
    expect(page.get_by_role("checkbox", name="Select: Car ferry")).to_be_checked()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("One story changed.")).to_be_visible()

    page.goto("/desk/articles/?state=live")
    page.keyboard.press("/")
    page.keyboard.type("jx harbour")
    expect(page.get_by_label("Words or address")).to_have_value("jx harbour")
    page.goto("/desk/articles/?state=live&q=harbour")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/desk/articles/1")


def test_all_rows_of_a_page_are_selected_at_once_and_counted(at_the_desk, mara, stories):
    page = at_the_desk(mara)
    page.goto("/desk/articles/")
    every = page.get_by_label("Select all on this page")
    every.check()
    expect(page.get_by_text("4 selected")).to_be_visible()
    page.get_by_label("Select: School roof").uncheck()
    expect(page.get_by_text("3 selected")).to_be_visible()
    assert every.evaluate("box => box.indeterminate")


def test_a_chosen_filter_applies_at_once_keeps_the_focus_and_works_with_back(
    at_the_desk, mara, stories
):
    page = at_the_desk(mara)
    page.goto("/desk/articles/")
    category = page.get_by_role("search").get_by_label("Category")
    category.focus()
    category.select_option("Harbour")
    expect(page.locator(".table__title")).to_have_text(["Harbour wall holds"])
    expect(category).to_be_focused()
    expect(page).to_have_url(re.compile(r"category=\d"))
    page.go_back()
    expect(page.locator(".table__title")).to_have_count(4)


def test_selected_stories_are_tagged_from_the_bar(at_the_desk, mara, stories):
    page = at_the_desk(mara, PHONE)
    page.goto("/desk/articles/?state=draft")
    page.get_by_label("Select: Car ferry").check()
    page.get_by_text("Category or tag").click()
    box = page.locator(".bulk__fields").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE and box["y"] >= 0
    page.locator("#chosen").get_by_label("Tag").fill("Ferries")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("One story changed.")).to_be_visible()


def test_without_scripts_a_link_selects_all_rows_of_a_page(at_the_desk, mara, stories):
    page = at_the_desk(mara, java_script_enabled=False)
    page.goto("/desk/articles/?state=live")
    page.get_by_role("link", name="Select all on this page").click()
    expect(page.get_by_label("Select: Harbour wall holds")).to_be_checked()


def test_without_scripts_several_are_binned_and_restored(at_the_desk, mara, stories):
    page = at_the_desk(mara, java_script_enabled=False)
    page.goto("/desk/articles/")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Move to bin", exact=True).click()
    expect(page.get_by_text("4 stories changed.")).to_be_visible()
    page.goto("/desk/articles/?state=binned")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Restore").click()
    expect(page.get_by_text("4 stories changed.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_axe_finds_nothing_and_no_page_is_wider_than_the_window(
    at_the_desk, mara, stories, width, scheme
):
    page = at_the_desk(mara, width, color_scheme=scheme)
    seen = {}
    for path in (
        "/desk/articles/", "/desk/articles/?state=in+review", "/desk/articles/?q=none",
        "/desk/articles/?author=Nobody",
    ):  # fmt: skip
        page.goto(path)
        for fold in page.get_by_text("Category or tag").all():
            fold.click()
        seen[path] = violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert {where: found for where, found in seen.items() if found} == {}
