"""Chromium pages in which an editor is signed in at the desk."""

from __future__ import annotations

from playwright.sync_api import Page

from portal.models import Editor
from tests.desk.cast import browser


def signed_in(page: Page, app, who: Editor) -> Page:
    """Return the page with the session cookie of `who`."""
    cookie = browser(app, who).get_cookie("desk", path="/desk")
    assert cookie
    kept = {"name": "desk", "value": cookie.value, "domain": "127.0.0.1", "path": "/desk"}
    page.context.add_cookies([kept])
    return page
