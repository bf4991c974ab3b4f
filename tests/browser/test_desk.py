"""Sign-in, frame and shortcuts of the desk in Chromium, also on a phone and without scripts."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from portal.extensions import db
from portal.models import AuditAction, AuditEntry, DeskSession, Editor, OneTimeLink, now
from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE
from tests.desk.cast import PASSWORD, an_editor, known

WIDTHS = pytest.mark.parametrize("width", [PHONE, DESKTOP])
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])


@pytest.fixture
def mara(app) -> Editor:
    return known(app, "mara@courier.example", role="admin")


@pytest.fixture
def a_working_day(newsroom, mara) -> None:
    """Create something for every panel of Today and for the audit log."""
    ada = newsroom.author("Ada Quill")
    newsroom.draft("Sent by Ada", authors=[ada], submitted_at=now())
    newsroom.draft("Car ferry sails again", created_by_id=mara.id)
    newsroom.article("Saturday market moves", published_at=now() + timedelta(hours=20))
    newsroom.article("Harbour wall holds", authors=[ada])
    newsroom.source("Northshore Daily", error="It answers 404.")
    newsroom.placement(shown_until=now() + timedelta(days=2))
    an_editor(newsroom.app, "contributor", name="A name of " + "many" * 20)
    with newsroom.at_work() as session:
        AuditEntry.record(session.merge(mara), AuditAction.CHANGED, session.merge(ada), "Ada Quill")


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.goto("/desk/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


@WIDTHS
@SCRIPTS
def test_signing_in_and_out(open_page, newsroom, mara, width, scripts):
    newsroom.article("Harbour wall holds")
    page = open_page(width, java_script_enabled=scripts)
    sign_in(page, mara.email, "not her password")
    expect(page.get_by_role("alert")).to_contain_text("is wrong")
    expect(page.get_by_label("E-mail")).to_have_value(mara.email)

    sign_in(page, mara.email)
    expect(page.get_by_role("heading", name="Waiting for review")).to_be_visible()
    assert page.context.cookies()[0]["path"] == "/desk"

    if width == PHONE:
        page.get_by_text("Menu", exact=True).click()
    page.get_by_text("More", exact=True).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    page.goto("/desk/")
    expect(page.get_by_role("heading", name="Sign in to the desk")).to_be_visible()


@WIDTHS
@SCRIPTS
def test_an_admin_invites_and_deactivates_a_person(open_page, mara, width, scripts):
    page = open_page(width, java_script_enabled=scripts)
    sign_in(page, mara.email)
    page.goto("/desk/people")
    page.get_by_label("E-mail").fill("ada")
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_text("Fix one error")).to_be_visible()
    expect(page.locator(".error-summary")).to_be_focused()

    page.get_by_label("E-mail").fill("ada@courier.example")
    page.get_by_role("button", name="Invite").click()
    assert page.locator(".link-once").inner_text().startswith("http://127.0.0.1:")

    page.get_by_role("button", name="Deactivate ada@courier.example").click()
    page.get_by_role("dialog").get_by_role("button", name="Deactivate").click()
    expect(page.get_by_text("ada@courier.example can no longer sign in.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("ada@courier.example can sign in again.")).to_be_visible()


@SCRIPTS
def test_a_signed_out_editor_loses_no_text(open_page, app, mara, scripts):
    page = open_page(java_script_enabled=scripts)
    sign_in(page, mara.email)
    page.goto("/desk/account")
    page.get_by_label("Name").fill("Mara & “friends” <Ellwood>")
    with app.app_context():
        DeskSession.end_all(mara)
        db.session.commit()
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("alert")).to_contain_text("You have been signed out")
    page.get_by_label("E-mail").fill(mara.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Send again").click()
    expect(page.get_by_label("Name")).to_have_value("Mara & “friends” <Ellwood>")
    expect(page.get_by_text("Saved.")).to_be_visible()


def test_shortcuts_move_between_rows_and_can_be_switched_off(open_page, mara, a_working_day):
    page = open_page()
    sign_in(page, mara.email)
    page.goto("/desk/?today=1")  # comes back when the keys are there
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")

    page.goto("/desk/people")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("tbody tr:nth-child(2) a")).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("tbody tr:nth-child(1) a")).to_be_focused()
    page.keyboard.press("g")
    page.keyboard.press("t")
    expect(page).to_have_url(re.compile("/desk/$"))

    page.goto("/desk/account")
    page.get_by_label("Name").focus()
    page.keyboard.press("j")
    expect(page.get_by_label("Name")).to_have_value("jMara Ellwood")
    page.get_by_label("Use single-letter keyboard shortcuts").uncheck()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.goto("/desk/account")
    page.keyboard.press("g")
    page.keyboard.press("t")
    expect(page).to_have_url(re.compile("/desk/account$"))


def invitation(app) -> str:
    with app.app_context():
        link = OneTimeLink.create(db.session.query(Editor).filter_by(role="contributor").first())
        db.session.commit()
    return link


@pytest.mark.parametrize(("width", "scheme"), [(PHONE, "dark"), (DESKTOP, "light")])
def test_axe_finds_nothing_on_sign_in_and_error_pages(
    app, open_page, mara, a_working_day, width, scheme
):
    page = open_page(width, color_scheme=scheme)
    page.goto("/desk/sign-in")
    seen = {"/desk/sign-in": violations(page)}
    sign_in(page, mara.email)
    for path in (invitation(app), "/desk/nothing", "/desk/"):
        page.goto(path)
        seen[path] = violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.goto("/desk/people")
    page.get_by_role("button", name="Invite").click()
    seen["a form to mend"] = violations(page)
    page.get_by_role("button", name="Deactivate").first.click()
    seen["a dialog"] = violations(page)
    assert {where: found for where, found in seen.items() if found} == {}
