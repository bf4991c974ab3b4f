"""A reader with a real Chromium, before a real server on the test's database."""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import suppress
from functools import partial

import pytest
import waitress
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from waitress import wasyncore

from portal.models import Editor
from tests.desk.cast import browser

PHONE, DESKTOP = 360, 1280
# Alone on the machine: Chromium asks its maker's servers for much at every start.
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
    "--disable-component-update", "--no-first-run",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium; without one the test is skipped, but never in CI."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have a Chromium: install Debian's package chromium")
        pytest.skip("no Chromium on this machine: install Debian's package chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """The address of the app on a port of its own."""
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.task_dispatcher.shutdown()
    # By its own loop: closed by another, it would still look at what it had opened. Woken by an
    # answer at that moment, it may have closed all before it is pulled.
    with suppress(OSError):
        server.trigger.pull_trigger(partial(wasyncore.close_all, server._map, ignore_all=True))
    thread.join()


@pytest.fixture
def open_page(chromium: Browser, site: str) -> Iterator:
    """Open pages; fail the test if one has a script error or breaks the content policy."""
    contexts, faults = [], []

    def open_page(width: int = DESKTOP, **options) -> Page:
        context = chromium.new_context(
            base_url=site, viewport={"width": width, "height": 800}, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if is_fault(said) else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults


# What a page of ours refuses in words, a request that a newer one has dropped, and no network.
# A picture of another site in a foreign text is refused, as it should be.
NO_FAULT = re.compile(
    r"(status of|Error Code) 4\d\d|^htmx:(afterRequest|send(Abort|Error))|INTERNET_DISCONNECTED"
    r"|Loading the image 'https?://(?!127\.)"
)


def is_fault(message) -> bool:
    return message.type == "error" and not NO_FAULT.search(message.text)


@pytest.fixture
def page(open_page) -> Page:
    return open_page()


@pytest.fixture
def page_without_scripts(open_page) -> Page:
    return open_page(java_script_enabled=False)


@pytest.fixture
def at_the_desk(app: Flask, open_page, site: str):
    """Open pages in which an editor is signed in: `at_the_desk(who, width)`."""

    def at_the_desk(who: Editor, width: int = DESKTOP, **options) -> Page:
        page = open_page(width, **options)
        token = browser(app, who).get_cookie("desk", path="/desk").value
        page.context.add_cookies([{"name": "desk", "value": token, "url": f"{site}/desk"}])
        return page

    return at_the_desk
