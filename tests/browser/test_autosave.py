"""Autosave and conflicts: no typed text is lost."""

from __future__ import annotations

import re

import pytest

from portal.extensions import db
from portal.models import Article, WorkingCopy
from tests.browser.axe import violations
from tests.desk.cast import an_editor, browser


@pytest.fixture
def desk(app, open_page, site):
    """Open the desk in a browser of its own, signed in under a name."""

    def desk(name: str, width: int = 1280, **options):
        page = open_page(width, **options)
        cookie = browser(app, an_editor(app, "editor", name=name)).get_cookie("desk", path="/desk")
        page.context.add_cookies([{"name": "desk", "value": cookie.value, "url": f"{site}/desk"}])
        return page

    return desk


@pytest.fixture
def at(newsroom) -> str:
    return f"/desk/articles/{newsroom.draft('Ferry', body='<p>One</p>').id}"


def test_two_editors_save_the_same_story_and_neither_loses_text(desk, at):
    mara, tomas = desk("Mara Ellwood"), desk("Tomas Okafor")
    mara.goto(at)
    tomas.goto(at)
    tomas.get_by_text("Mara Ellwood has it open too").wait_for()
    tomas.fill("#headline", "Ferry, his")
    tomas.click('[data-key="save"]')
    tomas.locator('#version[value="2"]').wait_for(state="attached")
    assert tomas.evaluate("document.activeElement.dataset.key") == "save"
    mara.fill("#headline", "Ferry, hers")
    mara.click('[data-key="save"]')
    mara.get_by_role(
        "heading", name="Tomas Okafor saved this story while you were writing"
    ).wait_for()
    assert not violations(mara)
    mara.get_by_role("button", name="Save my choices").click()
    mara.wait_for_url(f"**{at}")
    assert mara.input_value("#headline") == "Ferry, hers"
    mara.goto(f"{at}/revisions")
    assert mara.locator(".diff del").all_inner_texts()[0] == "his"
    assert mara.locator(".diff ins").all_inner_texts()[0] == "hers"
    assert not violations(mara)


def test_typed_text_is_there_after_a_reload(desk, at):
    page = desk("Mara Ellwood", 360)
    page.goto(at)
    with page.expect_response("**/working-copy"):
        page.fill("#headline", "Typed on a phone")
    page.wait_for_function("!Object.keys(localStorage).some((key) => key.startsWith('desk '))")
    page.reload()
    assert page.input_value("#headline") == "Typed on a phone"
    page.get_by_text("You have unsaved changes").wait_for()
    assert not violations(page)


def test_the_first_autosave_gives_a_new_story_its_address(desk):
    page = desk("Mara Ellwood")
    page.goto("/desk/articles/new")
    with page.expect_response("**/working-copy"):
        page.fill("#headline", "A new one")
    page.wait_for_url(re.compile(r"/desk/articles/\d+$"))
    page.reload()
    assert page.input_value("#headline") == "A new one"


def test_the_first_save_does_not_conflict_with_the_first_autosave(app, desk):
    page = desk("Mara Ellwood")
    page.goto("/desk/articles/new")
    page.fill("#headline", "A new one")
    with page.expect_response("**/presence"):
        page.click('[data-key="save"]')
    page.reload()
    assert page.input_value("#version") == "1"
    with app.app_context():
        assert db.session.query(WorkingCopy).count() == 0


def test_text_typed_while_signed_out_stays_on_the_device_until_it_is_saved(desk, at):
    page = desk("Mara Ellwood")
    page.goto(at)
    page.route("**/working-copy", lambda route: route.fulfill(status=401))
    with page.expect_response("**/working-copy"):
        page.fill("#headline", "Typed at dawn")
    page.get_by_text("Signed out. Sign in to save").wait_for()
    page.reload()
    assert page.input_value("#headline") == "Ferry"
    page.unroute("**/working-copy")
    with page.expect_navigation():
        page.get_by_role("button", name="Restore").click()
    assert page.input_value("#headline") == "Typed at dawn"
    assert page.evaluate("Object.keys(localStorage)") == ["desk"]


def test_two_windows_of_one_editor_keep_a_draft_each_on_the_device(desk, at):
    first = desk("Mara Ellwood")
    second = first.context.new_page()
    for page in (first, second):
        page.goto(at)
    first.context.set_offline(True)
    for page, headline in ((first, "Typed in the first"), (second, "Typed in the second")):
        page.fill("#headline", headline)
        page.get_by_text("Offline. Saved on this device").wait_for()
    first.wait_for_function(
        "Object.values(localStorage).filter((each) => each.includes('Typed')).length === 2"
    )
    drafts = first.evaluate("Object.values(localStorage).filter((each) => each.includes('Typed'))")
    assert sorted("second" in draft for draft in drafts) == [False, True]


@pytest.mark.parametrize("status", [403, 404])
def test_autosave_of_a_story_that_may_no_longer_be_changed_says_so(desk, at, status):
    page = desk("Mara Ellwood")
    page.goto(at)
    page.route("**/working-copy", lambda route: route.fulfill(status=status))
    page.fill("#headline", "Typed too late")
    page.get_by_text("Not saved: the story was deleted, or you may no longer change it").wait_for()
    drafts = page.evaluate("Object.values(localStorage)")
    assert any("Typed+too+late" in draft for draft in drafts)


def test_back_after_publishing_makes_no_second_story(desk, app):
    page = desk("Mara Ellwood")
    page.goto("/desk/articles/new")
    page.fill("#headline", "Ferry sails")
    page.get_by_role("button", name="Publish now").click()
    page.get_by_text("Published. Readers see it now.").wait_for()
    page.go_back()
    page.locator("#headline").wait_for()
    page.fill("#headline", "Ferry sails again")
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.get_by_role("button", name="Publish now").click()
    page.get_by_role("heading", name="This story was saved in another window").wait_for()
    page.get_by_role("button", name="Save my choices").click()
    page.wait_for_url(re.compile(r"/desk/articles/\d+$"))
    assert page.input_value("#headline") == "Ferry sails again"
    with app.app_context():
        assert db.session.query(Article).count() == 1


def test_the_offline_message_goes_when_the_network_is_back(desk, at):
    page = desk("Mara Ellwood")
    page.goto(at)
    page.context.set_offline(True)
    page.click('[data-key="save"]')
    message = page.get_by_text("The site cannot be reached.")
    message.first.wait_for()
    page.context.set_offline(False)
    page.locator("#flashes .flash").wait_for(state="detached")
