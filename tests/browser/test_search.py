"""The search while a reader types: by mouse, by keyboard, without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations


@pytest.fixture
def stories(newsroom):
    for number in range(8):
        newsroom.article(f"River {number}")
    return newsroom.article("Rail to Linz", body="")


def box(page: Page):
    return page.locator("#q-top")


def panel(page: Page):
    return page.locator("#q-top-found")


def options(page: Page):
    return panel(page).get_by_role("option")


def type_words(page: Page, words: str) -> None:
    box(page).press_sequentially(words, delay=10)


def test_results_show_while_typing_and_a_click_opens_one(page, stories):
    page.goto("/latest/")
    expect(panel(page)).to_be_hidden()
    type_words(page, "riv")
    expect(options(page)).to_have_count(7)
    expect(options(page).first).to_contain_text("River 7")
    expect(options(page).first.locator("mark")).to_have_text("Riv")
    expect(page.locator("#announcer")).to_have_text("8 results for “riv”")
    options(page).nth(1).click()
    expect(page.locator("h1.article__headline")).to_have_text("River 6")


def test_result_has_a_small_picture_beside_its_headline(page, newsroom):
    newsroom.article("River of pictures", image=newsroom.image())
    page.goto("/latest/")
    type_words(page, "riv")
    headline = options(page).first.locator("span").bounding_box()
    picture = options(page).first.locator("img").bounding_box()
    assert picture["width"] < headline["width"]
    assert picture["x"] > headline["x"] + headline["width"]


def test_last_option_opens_all_results(page, stories):
    page.goto("/latest/")
    type_words(page, "riv")
    expect(page.locator("#announcer")).to_have_text("8 results for “riv”")
    options(page).get_by_text("View all results").click()
    expect(page).to_have_url(re.compile(r"/search/\?q=riv$"))
    expect(page.locator(".listing .card")).to_have_count(8)
    expect(box(page)).to_have_value("riv")


def test_search_without_results_says_so(page, stories):
    page.goto("/latest/")
    type_words(page, "zebra")
    expect(panel(page)).to_have_text(re.compile("No results for “zebra”"))
    expect(page.locator("#announcer")).to_have_text("No results for “zebra”")
    expect(box(page)).to_have_attribute("aria-expanded", "false")


def test_arrows_choose_and_enter_opens(page, stories):
    page.goto("/latest/")
    type_words(page, "riv")
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(options(page).nth(1)).to_have_attribute("aria-selected", "true")
    chosen = options(page).nth(1).get_attribute("id")
    expect(box(page)).to_have_attribute("aria-activedescendant", chosen)
    expect(box(page)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(panel(page).locator("[aria-selected=true]")).to_have_count(0)
    page.keyboard.press("ArrowUp")
    expect(options(page).last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("h1.article__headline")).to_have_text("River 2")


def test_enter_without_a_chosen_option_opens_the_search_page(page, stories):
    page.goto("/latest/")
    type_words(page, "river")
    expect(options(page)).to_have_count(7)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=river$"))


def test_escape_closes_and_an_arrow_opens_again(page, stories):
    page.goto("/latest/")
    type_words(page, "riv")
    expect(options(page)).to_have_count(7)
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_hidden()
    expect(box(page)).to_have_value("riv")
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    expect(panel(page)).to_be_visible()
    expect(options(page).first).to_have_attribute("aria-selected", "true")


def test_leaving_the_box_closes(page, stories):
    page.goto("/latest/")
    for leave in (
        lambda: page.keyboard.press("Tab"),
        lambda: page.get_by_role("heading", level=1).click(),
    ):
        box(page).fill("")
        type_words(page, "riv")
        expect(panel(page)).to_be_visible()
        leave()
        expect(panel(page)).to_be_hidden()


def test_one_letter_sends_no_request_and_closes_the_results(page, stories):
    asked = []
    page.on("request", lambda request: "part=live" in request.url and asked.append(request.url))
    page.goto("/latest/")
    type_words(page, "ri")
    expect(panel(page)).to_be_visible()
    page.keyboard.press("Backspace")
    expect(panel(page)).to_be_hidden()
    assert len(asked) == 1


def test_late_response_to_an_older_request_is_dropped(page, stories):
    held = []
    page.route("**/search/?part=live&q=rail", lambda route: held.append(route))
    page.goto("/latest/")
    with page.expect_request("**/search/?part=live&q=rail"):
        type_words(page, "rail")
    box(page).fill("river")
    expect(options(page)).to_have_count(7)
    for route in held:
        route.continue_()
    page.wait_for_load_state("networkidle")
    expect(options(page).first).to_contain_text("River 7")


def test_response_after_leaving_the_box_stays_closed(page, stories):
    held = []
    page.route("**/search/?part=live&q=riv", lambda route: held.append(route))
    page.goto("/latest/")
    with page.expect_request("**/search/?part=live&q=riv"):
        type_words(page, "riv")
    page.get_by_role("heading", level=1).click()
    with page.expect_response("**/search/?part=live&q=riv"):
        held[0].continue_()
    expect(panel(page).locator("[role=option]")).to_have_count(7)
    expect(panel(page)).to_be_hidden()


def test_form_still_works_when_the_server_fails(page, stories):
    page.goto("/latest/")
    page.route("**/search/?part=live*", lambda route: route.fulfill(status=404, body="no"))
    type_words(page, "riv")
    page.wait_for_load_state("networkidle")
    expect(panel(page)).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator(".listing .card")).to_have_count(8)


def test_phone_has_the_box_in_its_drawer(open_page, stories):
    page = open_page(360)
    page.goto("/latest/")
    page.get_by_text("Menu").click()
    page.locator("#q-drawer").press_sequentially("riv", delay=10)
    found = page.locator("#q-drawer-found").get_by_role("option")
    expect(found).to_have_count(7)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    found.first.click()
    expect(page.locator("h1.article__headline")).to_have_text("River 7")


def test_box_and_filters_are_plain_forms_without_scripts(page_without_scripts, stories, newsroom):
    newsroom.article("River of Linz", category=newsroom.category("Europe"))
    page = page_without_scripts
    page.goto("/latest/")
    box(page).fill("river")
    box(page).press("Enter")
    expect(page.locator(".listing .card")).to_have_count(9)
    page.get_by_label("Category").select_option("Europe")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".listing .card__headline")).to_have_text(["River of Linz"])
    assert page.context.cookies() == []


def test_further_results_load_below(page, newsroom):
    newsroom.settings(stories_per_page=3)
    for number in range(7):
        newsroom.article(f"River {number}")
    page.goto("/search/?q=river")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    expect(page.locator(".listing .card")).to_have_count(7)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(open_page, stories, scheme, width):
    page = open_page(width, color_scheme=scheme)
    for path in ("/search/", "/search/?q=river", "/search/?q=zebra"):
        page.goto(path)
        assert not violations(page), path
    if width == 360:
        page.get_by_text("Menu").click()
    here = page.locator("#q-drawer" if width == 360 else "#q-top")
    here.fill("river")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert not violations(page)
