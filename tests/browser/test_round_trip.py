"""Every body of a real WordPress site, opened in the editor and saved unchanged."""

from __future__ import annotations

import os

import pytest
from lxml import html
from sqlalchemy import select

from portal.extensions import db
from portal.models import Article, Page
from portal.transfer import wordpress
from tests.browser.test_editor import through_the_editor
from tests.desk.cast import an_editor
from tests.transfer.wordpress.test_real_export import EXPORT, quietly


@pytest.fixture
def bodies(app) -> dict[str, str]:
    """Import the site and return the body of each story and page."""
    if not EXPORT.exists():
        if os.environ.get("CI"):
            pytest.fail(f"CI must have {EXPORT.name} beside the checkout")
        pytest.skip(f"{EXPORT.name} does not lie beside the checkout")
    with app.app_context():
        wordpress.import_wordpress([EXPORT], wordpress.source_of(None, False), False, quietly)
        nouns = [*db.session.scalars(select(Article)), *db.session.scalars(select(Page))]
        return {f"{type(each).__name__} {each.id}": each.body for each in nouns if each.body}


def seen(body: str) -> tuple[str, list[list[str]], list[tuple[str, str]]]:
    """Return what a reader sees of a body: its words, the cells of its tables, its links."""
    root = html.fragment_fromstring(body, create_parent="div")
    cells = [[cell.text_content() for cell in row.iter("td", "th")] for row in root.iter("tr")]
    links = [(link.get("href", ""), link.text_content()) for link in root.iter("a")]
    return " ".join(root.text_content().split()), cells, links


def test_imported_bodies_keep_their_words_tables_and_links(app, at_the_desk, bodies):
    page = at_the_desk(an_editor(app))
    page.goto("/desk/articles/new")
    back = {name: through_the_editor(page, body) for name, body in bodies.items()}

    assert len(bodies) > 60
    assert {name: seen(body) for name, body in back.items()} == {
        name: seen(body) for name, body in bodies.items()
    }
    assert back == bodies


def test_an_untouched_body_is_sent_unchanged(app, at_the_desk, bodies):
    page = at_the_desk(an_editor(app))
    longest = max(
        (name for name in bodies if "Article" in name), key=lambda name: len(bodies[name])
    )
    id = int(longest.split()[1])
    page.goto(f"/desk/articles/{id}")
    page.get_by_label("Kicker").fill("Seen")
    with page.expect_response(lambda answer: answer.url.endswith("/publication")):
        page.get_by_role("button", name="Publish changes").click()
    page.get_by_text("Published. Readers see the changes now.").wait_for()
    with app.app_context():
        saved = db.session.get(Article, id)
        assert (saved.kicker, saved.body) == ("Seen", bodies[longest])
