"""Fixtures: a signed-in browser for each role."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.desk.cast import DeskBrowser, an_editor, browser


@pytest.fixture
def editor_client(app: Flask) -> Callable[..., DeskBrowser]:
    """Return a function that signs an editor in: `editor_client("author", name="Ada Quill")`."""
    return lambda role="editor", **who: browser(app, an_editor(app, role, **who))


@pytest.fixture
def visitor(app: Flask) -> DeskBrowser:
    """A browser in which nobody has signed in."""
    return browser(app)


@pytest.fixture
def contributor(editor_client) -> DeskBrowser:
    return editor_client("contributor", name="Ada Quill")


@pytest.fixture
def author(editor_client) -> DeskBrowser:
    return editor_client("author", name="Leyla Aydin")


@pytest.fixture
def editor(editor_client) -> DeskBrowser:
    return editor_client("editor", name="Tomas Okafor")


@pytest.fixture
def admin(editor_client) -> DeskBrowser:
    return editor_client("admin", name="Mara Ellwood")
