"""The queue, the calendar, the bin and the lists of nouns in Chromium."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from portal.models import Editor, MissingAddress, now
from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE
from tests.desk.cast import an_editor


@pytest.fixture
def mara(app) -> Editor:
    return an_editor(app, "admin", name="Mara Ellwood")


@pytest.fixture
def paper(newsroom) -> list[str]:
    """Create something for each page and return the addresses."""
    newsroom.settings(time_zone="UTC")
    ada = newsroom.author("Ada Quill", portrait_id=newsroom.image().id)
    rail = newsroom.category("Rail", parent=newsroom.category("Economy"))
    newsroom.article("Old story", authors=[ada], category=rail, tags=[newsroom.tag("Ferries")])
    newsroom.draft("School roof", authors=[ada], submitted_at=now(), wished_at=now() + timedelta(1))
    newsroom.draft("Lighthouse", submitted_at=now())
    soon = newsroom.article("Market moves", published_at=now() + timedelta(hours=20))
    newsroom.bin(newsroom.draft("Thrown away"))
    newsroom.page("About", body="<p>We.</p>")
    newsroom.redirect("/old", address="/about/")
    with newsroom.at_work() as session:
        session.add(MissingAddress(path="/2019/05/old-story/"))
    return [
        "/desk/queue", "/desk/calendar", f"/desk/articles/{soon.id}/schedule",
        "/desk/articles/?state=binned", "/desk/articles/emptying", "/desk/categories",
        "/desk/authors/1", "/desk/pages/1", "/desk/redirects", "/desk/tags",
    ]  # fmt: skip


@pytest.mark.parametrize(("width", "scheme"), [(PHONE, "dark"), (DESKTOP, "light")])
def test_axe_finds_nothing_and_no_page_is_wider_than_the_window(
    at_the_desk, mara, paper, width, scheme
):
    page = at_the_desk(mara, width, color_scheme=scheme)
    seen = {}
    for path in paper:
        page.goto(path)
        for fold in page.get_by_text("Send back…").all():
            fold.click()
        seen[path] = violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert {where: found for where, found in seen.items() if found} == {}


@pytest.mark.parametrize("scripts", [True, False])
def test_a_story_is_sent_back_with_a_note(at_the_desk, mara, paper, scripts):
    page = at_the_desk(mara, PHONE, java_script_enabled=scripts)
    page.goto("/desk/queue")
    row = page.get_by_role("listitem").filter(has_text="School roof")
    row.get_by_text("Send back…").click()
    row.get_by_label("What needs to change?").fill("Who says so?")
    row.get_by_role("button", name="Send back").click()
    expect(page.get_by_text("“School roof” is a draft again.")).to_be_visible()
    page.goto("/desk/articles/?q=school")
    page.get_by_role("link", name="School roof").click()
    expect(page.get_by_text("Who says so?")).to_be_visible()


def test_without_scripts_a_story_is_moved_on_the_calendar(at_the_desk, mara, paper):
    page = at_the_desk(mara, PHONE, java_script_enabled=False)
    day = now() + timedelta(hours=20)
    page.goto(f"/desk/calendar?month={day:%Y-%m}")
    page.get_by_role("listitem").filter(has_text="Market").get_by_role(
        "link", name="Reschedule, now at"
    ).click()
    page.get_by_label("Day").fill("2099-12-03")
    page.get_by_label("Time").fill("06:30")
    page.get_by_role("button", name="Reschedule").click()
    expect(page.get_by_role("heading", name="December 2099")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="06:30")).to_contain_text("Market moves")


def test_a_double_click_saves_once(at_the_desk, mara, paper):
    page = at_the_desk(mara)
    page.goto("/desk/tags/new")
    page.get_by_label("Name").fill("Night trains")
    page.get_by_role("button", name="Save").dblclick()
    expect(page.get_by_text("Saved: “Night trains”.")).to_be_visible()
    expect(page.get_by_role("link", name="Night trains")).to_have_count(1)


def test_a_page_is_written_in_the_editor(at_the_desk, mara, paper):
    page = at_the_desk(mara)
    page.goto("/desk/pages/1")
    text = page.get_by_role("textbox", name="Text")
    text.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" And you.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved: “About”.")).to_be_visible()
    page.goto("/about/")
    expect(page.get_by_text("We. And you.")).to_be_visible()


def test_a_missing_address_is_redirected_with_one_click(at_the_desk, mara, paper):
    page = at_the_desk(mara, PHONE)
    page.goto("/desk/redirects")
    page.get_by_role("button", name="Redirect to").click()
    expect(page.get_by_text("Saved: “/2019/05/old-story”.")).to_be_visible()
