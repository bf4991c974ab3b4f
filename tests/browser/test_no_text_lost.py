"""Whatever happens between typing and saving, the typed text is in the form, in the story, or offered again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from portal.extensions import db
from portal.models import Article, DeskSession, Revision
from tests.browser.test_desk import sign_in
from tests.desk.cast import PASSWORD, an_editor, known

BODY = "<p>One</p>"


@pytest.fixture
def mara(app):
    return an_editor(app, "editor", name="Mara Ellwood")


@pytest.fixture
def at(newsroom) -> str:
    return f"/desk/articles/{newsroom.draft('Ferry', body=BODY).id}"


def texts(app, name: str = "headline") -> set[str]:
    """Return one field of all articles and all revisions."""
    with app.app_context():
        articles = {getattr(each, name) for each in db.session.query(Article)}
        return articles | {each.fields.get(name) for each in db.session.query(Revision)}


def body(page: Page):
    return page.get_by_role("textbox", name="Body", exact=True)


def press_publish(page: Page) -> None:
    page.get_by_role("button", name="Publish now").click()


def test_publishing_after_the_session_ended_goes_on_after_the_sign_in(app, open_page, newsroom):
    mara = known(app, "mara@courier.example")
    page = open_page()
    sign_in(page, mara.email)
    page.wait_for_url("**/desk/")
    page.goto("/desk/articles/new")
    page.fill("#headline", "Ferry sails")
    with app.app_context():
        DeskSession.end_all(mara)
        db.session.commit()
    body(page).press_sequentially("At six, in fog.")
    press_publish(page)
    page.get_by_label("E-mail").fill(mara.email)
    page.get_by_label("Password").fill("a wrong one")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("The e-mail address or the password is wrong").wait_for()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Send again").click()
    page.get_by_text("Published. Readers see it now.").wait_for()
    assert newsroom.saved("Ferry sails").body == "<p>At six, in fog.</p>"
    assert page.get_by_role("button", name="Restore").count() == 0


@pytest.mark.parametrize("is_new", [True, False])
def test_publishing_while_the_network_is_down_offers_the_text_after_back(
    app, at_the_desk, mara, at, is_new
):
    page = at_the_desk(mara)
    page.goto("/desk/articles/new" if is_new else at)
    page.fill("#headline", "Ferry sails")
    page.route("**/publication", lambda route: route.abort())
    press_publish(page)
    page.wait_for_url("chrome-error://**")
    page.unroute("**/publication")
    page.go_back()
    page.locator("#headline").wait_for()
    if page.input_value("#headline") != "Ferry sails":
        page.get_by_role("button", name="Restore").click()
    expect(page.locator("#headline")).to_have_value("Ferry sails")


def test_text_typed_while_a_refused_save_is_under_way_stays_in_the_form(at_the_desk, mara, at):
    page = at_the_desk(mara)
    page.goto(at)
    page.fill("#headline", "")

    def slow(route):
        response = route.fetch()
        page.fill("#headline", "Typed meanwhile")
        page.fill("#standfirst", "This too")
        body(page).press("Control+End")
        page.keyboard.type(" and this")
        route.fulfill(response=response)

    page.route(re.compile(rf"{at}$"), slow)
    page.click('[data-key="save"]')
    page.locator(".error-summary").wait_for()
    assert page.input_value("#headline") == "Typed meanwhile"
    assert page.input_value("#standfirst") == "This too"
    expect(body(page)).to_have_text("One and this")


def test_text_typed_while_a_save_meets_a_conflict_is_offered_again(app, at_the_desk, mara, at):
    page, other = at_the_desk(mara), at_the_desk(an_editor(app, "editor", name="Tomas Okafor"))
    page.goto(at)
    other.goto(at)
    other.fill("#headline", "His")
    other.click('[data-key="save"]')
    other.locator('#version[value="2"]').wait_for(state="attached")
    page.fill("#headline", "Hers")

    def slow(route):
        response = route.fetch()
        page.fill("#standfirst", "Typed meanwhile")
        route.fulfill(response=response)

    page.route(re.compile(rf"{at}$"), slow)
    page.click('[data-key="save"]')
    page.get_by_role("button", name="Save my choices").wait_for()
    page.unroute(re.compile(rf"{at}$"))
    page.get_by_role("button", name="Save my choices").click()
    page.wait_for_url(f"**{at}")
    page.get_by_role("button", name="Restore").click()
    expect(page.locator("#standfirst")).to_have_value("Typed meanwhile")
    expect(page.locator("#headline")).to_have_value("Hers")


@pytest.mark.parametrize("button", ["Save", "Publish now"])
def test_two_windows_of_one_editor_lose_no_text(app, at_the_desk, mara, at, button):
    first = at_the_desk(mara)
    second = first.context.new_page()
    for page in (first, second):
        page.goto(at)
    first.fill("#headline", "From the first window")
    second.fill("#headline", "From the second window")
    first.get_by_role("button", name=button, exact=True).click()
    if button == "Save":
        first.locator('#version[value="2"]').wait_for(state="attached")
    else:
        first.get_by_text("Published. Readers see it now.").wait_for()
    second.get_by_role("button", name=button, exact=True).click()
    second.get_by_role("heading", name="This story was saved in another window").wait_for()
    second.get_by_role("button", name="Save my choices").click()
    second.wait_for_url(re.compile(rf"{at}$"))
    assert {"From the first window", "From the second window"} <= texts(app)


def test_windows_that_autosave_in_turn_set_each_others_text_aside(app, at_the_desk, mara, at):
    first = at_the_desk(mara)
    second = first.context.new_page()
    for page in (first, second):
        page.goto(at)
    for page, text in ((first, "First"), (second, "Second")):
        with page.expect_response("**/working-copy"):
            page.fill("#headline", text)
    with app.app_context():
        copies = [each.fields["headline"] for each in db.session.query(Revision)]
    assert copies == ["First"]
    first.reload()
    assert first.input_value("#headline") == "Second"


@pytest.mark.parametrize("button", ["Save", "Publish now"])
def test_a_double_click_makes_one_story_and_no_conflict(app, at_the_desk, mara, button):
    page = at_the_desk(mara)
    page.goto("/desk/articles/new")
    page.fill("#headline", "Ferry sails")
    page.get_by_role("button", name=button, exact=True).dblclick()
    page.wait_for_url(re.compile(r"/desk/articles/\d+$"))
    expect(page.locator("#version")).to_have_value("1")
    with app.app_context():
        assert db.session.query(Article).count() == 1
        assert db.session.query(Revision).count() == 1
