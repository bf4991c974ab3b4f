"""Previews in Chromium: from the form to the link that an editor passes on."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from portal.extensions import db
from portal.models import Article, Editor
from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE
from tests.desk.cast import an_editor


@pytest.fixture
def mara(app) -> Editor:
    return an_editor(app, name="Mara Ellwood")


def preview(page: Page) -> Page:
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Preview", exact=True).click()
    opened.value.wait_for_load_state()
    return opened.value


def bar(page: Page):
    return page.get_by_role("complementary", name="Preview", exact=True)


def test_a_shortcut_previews_a_new_story_and_its_form_stays_usable(
    app, at_the_desk, newsroom, mara
):
    page = at_the_desk(mara)
    page.goto("/desk/articles/new")
    page.get_by_label("Headline", exact=True).fill("Ferry sails")
    with page.context.expect_page() as opened:
        page.keyboard.press("Control+Shift+P")
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Ferry sails")
    opened.value.close()

    page.wait_for_url(re.compile(r"/desk/articles/\d+$"))
    page.get_by_label("Standfirst").fill("Typed after it")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#version")).to_have_value("1")
    assert newsroom.saved("Ferry sails").standfirst == "Typed after it"
    with app.app_context():
        assert db.session.query(Article).count() == 1


@pytest.mark.parametrize(("width", "scheme"), [(PHONE, "dark"), (DESKTOP, "light")])
def test_the_preview_bar_offers_the_link_and_does_not_print(
    at_the_desk, newsroom, mara, width, scheme
):
    page = at_the_desk(mara, width, color_scheme=scheme)
    page.goto(f"/desk/articles/{newsroom.draft('Ferry').id}")
    shown = preview(page)
    expect(bar(shown)).to_contain_text("Preview · draft · until ")
    expect(bar(shown).get_by_label("Link to this preview")).to_have_value(shown.url)
    assert violations(shown) == []
    assert shown.evaluate("document.documentElement.scrollWidth") <= width

    shown.context.grant_permissions(["clipboard-read", "clipboard-write"])
    bar(shown).get_by_role("button", name="Copy link").click()
    expect(bar(shown).get_by_role("button")).to_have_text("Link copied")
    assert shown.evaluate("navigator.clipboard.readText()") == shown.url
    shown.emulate_media(media="print")
    expect(shown.locator(".preview-bar")).to_be_hidden()


def test_without_scripts_the_link_can_be_selected_and_copied(at_the_desk, newsroom, mara):
    page = at_the_desk(mara, java_script_enabled=False)
    page.goto(f"/desk/articles/{newsroom.draft('Ferry').id}")
    shown = preview(page)
    expect(bar(shown).get_by_label("Link to this preview")).to_have_value(shown.url)
    expect(bar(shown).get_by_role("button")).to_have_count(0)


def test_scrolling_back_up_to_a_preview_restores_its_address(at_the_desk, newsroom, mara):
    older = newsroom.article("An older one", body="<p>Long.</p>" * 80)
    page = at_the_desk(mara)
    draft = newsroom.draft("Ferry", body="<p>Long.</p>" * 80)
    page.goto(f"/desk/articles/{draft.id}")
    shown = preview(page)
    address = shown.url
    shown.mouse.wheel(0, 100_000)
    shown.locator(".following").wait_for()
    shown.locator(".following h2").first.evaluate("heading => heading.scrollIntoView()")
    expect(shown).to_have_url(re.compile(re.escape(older.path)))
    shown.evaluate("scrollTo(0, 0)")
    expect(shown).to_have_url(address)
