"""The life of a story in Chromium, and the shortest way from sign-in to a published story with a picture."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.models import Editor, now
from tests.browser.test_desk import SCRIPTS, WIDTHS
from tests.browser.test_editor import wait_for_selection
from tests.desk.cast import PASSWORD, known
from tests.pictures.test_decode import encoded, photo

pytestmark = pytest.mark.filterwarnings("ignore:::PIL")

BODY = (
    '<p>The <a href="https://example.org/survey">survey</a> is out.</p>'
    "<table><thead><tr><th scope='col'>From</th></tr></thead><tbody><tr><td>6.10</td></tr></tbody></table>"
)


@pytest.fixture
def mara(app, newsroom, media) -> Editor:
    newsroom.category("Islands")
    return known(app, "mara@courier.example")


@pytest.fixture
def picture(tmp_path) -> Path:
    path = tmp_path / "ferry.jpg"
    path.write_bytes(encoded(photo(900, 600), "JPEG"))
    return path


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def alt_of(page: Page):
    return page.get_by_role("group", name="Lead picture").get_by_label("Alt text")


def write_body(page: Page, scripts: bool) -> None:
    """Write a paragraph with a link, and a table: with the tools, or as HTML."""
    body = page.get_by_role("textbox", name="Body", exact=True)
    if not scripts:
        body.fill(BODY)
        return
    body.click()
    keys = page.keyboard
    keys.type("The survey")
    keys.press("Control+Shift+ArrowLeft")
    wait_for_selection(page)
    keys.press("Control+k")
    page.get_by_label("Address", exact=True).fill("example.org/survey")
    keys.press("Enter")
    keys.press("ArrowRight")
    keys.type(" is out.")
    keys.press("Enter")
    page.get_by_role("button", name="Table", exact=True).click()
    for word in ("From", "To", "Days", "6.10"):
        keys.type(word)
        keys.press("Tab")


def assert_story_is_complete(page: Page) -> None:
    """Assert that the page shows the story's text, table, picture and link."""
    story = page.locator("article.article").first
    expect(story.get_by_role("link", name="survey")).to_have_attribute(
        "href", "https://example.org/survey"
    )
    expect(story.get_by_role("columnheader", name="From")).to_be_visible()
    expect(story.get_by_role("cell", name="6.10")).to_be_visible()
    expect(story.get_by_role("img", name="A ferry at dawn")).to_be_visible()


@SCRIPTS
@WIDTHS
def test_the_life_of_a_story(open_page, newsroom, mara, picture, width, scripts):
    page = open_page(width, java_script_enabled=scripts)
    reader = open_page(width)
    page.goto("/desk/")
    page.get_by_label("E-mail").fill(mara.email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    page.get_by_role("link", name="New", exact=False).first.click()

    page.get_by_label("Headline", exact=True).fill("Ferry sails again")
    page.get_by_label("Standfirst").fill("After eight months.")
    write_body(page, scripts)
    page.get_by_label("Category", exact=True).select_option(label="Islands")
    page.get_by_label("Upload a picture").set_input_files(picture)
    if not scripts:
        press(page, "Save")
    alt_of(page).fill("A ferry at dawn")
    press(page, "Save")
    expect(page.locator("#saved")).to_contain_text("Saved ")
    assert newsroom.saved("Ferry sails again").state == "draft"

    with page.context.expect_page() as opened:
        press(page, "Preview")
    expect(opened.value.get_by_label("Preview", exact=True)).to_contain_text("draft")
    assert_story_is_complete(opened.value)
    reader.goto(opened.value.url)
    assert_story_is_complete(reader)
    opened.value.close()

    tomorrow = now() + timedelta(days=1)
    page.get_by_label("At a time").check()
    page.get_by_label("Day", exact=True).fill(f"{tomorrow:%Y-%m-%d}")
    page.get_by_label("Time", exact=True).fill("06:00")
    press(page, "Schedule")
    expect(page.get_by_text("Scheduled for")).to_be_visible()
    path = newsroom.saved("Ferry sails again").path
    assert reader.goto(path).status == 404

    page.get_by_label("Now", exact=True).check()
    press(page, "Publish now")
    expect(page.get_by_text("Published. Readers see it now.")).to_be_visible()
    path = newsroom.saved("Ferry sails again").path
    assert reader.goto(path).status == 200
    assert_story_is_complete(reader)

    page.get_by_label("Standfirst").fill("After nine months.")
    page.get_by_label("Correction, if something was wrong").fill("It was nine months, not eight.")
    press(page, "Publish changes")
    expect(page.get_by_text("Published. Readers see the changes now.")).to_be_visible()
    reader.goto(path)
    expect(reader.get_by_text("After nine months.")).to_be_visible()
    expect(reader.get_by_text("It was nine months, not eight.")).to_be_visible()
    assert_story_is_complete(reader)

    press(page, "Take offline")
    expect(page.get_by_text("The story is offline and a draft again.")).to_be_visible()
    assert reader.goto(path).status == 410


class Hand:
    """A user who counts every press. Typing and choosing a file are not counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses = 0

    def press(self, target) -> None:
        target.click()
        self.presses += 1

    def choose(self, select, option: str) -> None:
        """Open the select and press the option: two presses."""
        select.select_option(label=option)
        self.presses += 2

    def choose_file(self, button, path: Path) -> None:
        with self.page.expect_file_chooser() as chooser:
            self.press(button)
        chooser.value.set_files(path)


@WIDTHS
def test_an_illustrated_story_is_published_with_at_most_twelve_presses_from_sign_in(
    open_page, newsroom, mara, picture, width
):
    page = open_page(width)
    hand = Hand(page)
    page.goto("/desk/")
    page.keyboard.type(mara.email)
    hand.press(page.get_by_label("Password"))
    page.keyboard.type(PASSWORD)
    hand.press(page.get_by_role("button", name="Sign in"))
    hand.press(page.get_by_role("link", name=re.compile("^New")).first)
    for label, words in (
        ("Headline", "Ferry sails again"),
        ("Standfirst", "After eight months."),
        ("Body", "On Monday at six."),
    ):
        hand.press(page.get_by_role("textbox", name=label, exact=True))
        page.keyboard.type(words)
    hand.choose_file(page.locator("label", has_text="Upload a picture"), picture)
    expect(alt_of(page)).to_be_focused()
    page.keyboard.type("A ferry at dawn")
    hand.press(page.get_by_label("Credit"))
    page.keyboard.type("Ann Abel")
    hand.choose(page.get_by_label("Category", exact=True), "Islands")
    hand.press(page.get_by_role("button", name="Publish now"))
    expect(page.get_by_text("Published. Readers see it now.")).to_be_visible()

    page.goto(newsroom.saved("Ferry sails again").path)
    for words in ("Ferry sails again", "After eight months.", "On Monday at six.", "Ann Abel"):
        expect(page.locator("article.article")).to_contain_text(words)
    expect(page.get_by_role("img", name="A ferry at dawn")).to_be_visible()
    assert hand.presses <= 12
