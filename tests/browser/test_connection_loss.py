"""Typed text survives a killed server and an ended session."""

from __future__ import annotations

import re
import socket
from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from portal.extensions import db
from portal.models import DeskSession, Editor
from tests.browser.test_desk import sign_in
from tests.desk.cast import PASSWORD, an_editor, known
from tests.server_process import portal, serving


def headline(page: Page):
    return page.get_by_label("Headline", exact=True)


def body(page: Page):
    return page.get_by_role("textbox", name="Body", exact=True)


# "Offline. Saved on this device" is not enough.
SAVED_ON_THE_SITE = re.compile(r"^\s*Saved \d")


def said(page: Page, words: str | re.Pattern[str]) -> None:
    page.locator("#saved", has_text=words).wait_for()


def type_and_wait(page: Page, words: str) -> None:
    """Type at the end of the body and wait until the server has saved it."""

    def took(answer: Response) -> bool:
        sent = unquote_plus(answer.request.post_data or "")
        return "working-copy" in answer.url and answer.ok and words.strip() in sent

    with page.expect_response(took):
        body(page).press("Control+End")
        page.keyboard.type(words)


@pytest.fixture
def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def test_a_server_killed_between_two_autosaves_loses_no_text(
    chromium: Browser, tmp_path, free_port
):
    portal(tmp_path, "editor", "add", "mara@courier.example", "--role", "editor",
           "--password-stdin", typed=PASSWORD)  # fmt: skip
    with serving(tmp_path, port=free_port) as server:
        context = chromium.new_context(base_url=server.address)
        page = context.new_page()
        sign_in(page, "mara@courier.example")
        page.wait_for_url("**/desk/")
        page.goto("/desk/articles/new")
        type_and_wait(page, "Kept by the site. ")
        body(page).press("Control+End")
        page.keyboard.type("Typed in the last second.")
        server.process.kill()
    said(page, "Offline. Saved on this device")

    with serving(tmp_path, port=free_port):
        elsewhere = context.new_page()  # what the site has by itself
        elsewhere.goto(page.url)
        expect(body(elsewhere)).to_contain_text("Kept by the site.")
        elsewhere.close()
        said(page, SAVED_ON_THE_SITE)
        page.reload()
        expect(body(page)).to_have_text("Kept by the site. Typed in the last second.")
    context.close()


def test_typed_text_is_saved_while_the_editor_types(app, at_the_desk, newsroom):
    article = newsroom.draft("Ferry", body="<p>One.</p>")
    page = at_the_desk(an_editor(app))
    page.goto(f"/desk/articles/{article.id}")
    type_and_wait(page, " Two")
    page.keyboard.type(" and three.")  # the answer has moved neither focus nor caret
    expect(body(page)).to_have_text("One. Two and three.")
    type_and_wait(page, " Four.")
    page.reload()
    expect(body(page)).to_have_text("One. Two and three. Four.")


def test_a_signed_out_editor_signs_in_in_another_tab_and_continues(app, open_page, newsroom):
    mara: Editor = known(app, "mara@courier.example")
    article = newsroom.draft("Ferry")
    page = open_page()
    sign_in(page, mara.email)
    page.get_by_role("heading", name="Waiting for review").wait_for()
    page.goto(f"/desk/articles/{article.id}")
    with app.app_context():
        DeskSession.end_all(mara)
        db.session.commit()
    headline(page).fill("Ferry sails")
    with page.context.expect_page() as opened:
        page.get_by_text("Signed out. Sign in to save").click()
    sign_in(opened.value, mara.email)
    opened.value.get_by_role("heading", name="Waiting for review").wait_for()
    opened.value.close()

    expect(headline(page)).to_have_value("Ferry sails")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    said(page, SAVED_ON_THE_SITE)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#version")).to_have_value("2")
    assert newsroom.saved("Ferry sails").version == 2
