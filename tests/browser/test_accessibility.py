"""axe-core finds nothing on any kind of page, in light and in dark."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from portal.models import Correction
from tests.browser.axe import violations


@pytest.fixture
def newspaper(newsroom) -> list[str]:
    newsroom.settings(name="Europ Info", tagline="A paper", stories_per_page=3)
    economy = newsroom.category("Economy", description="Money and work.")
    rail = newsroom.category("Rail", parent=economy)
    authors = [newsroom.author("Réka Halász", bio="Rivers."), newsroom.author("Dan Ionel")]
    source = newsroom.source("Pannon Wire", address="https://pannon.example/")
    article = newsroom.article(
        "River rises",
        kicker="Water",
        standfirst="By a hand.",
        category=rail,
        authors=authors,
        tags=[newsroom.tag("Danube")],
        source=source,
        adaptation="translated",
        body="<p>One <a href='/'>link</a>.</p><h2>First</h2><p>x</p><h3>Within</h3><table><caption>Daily</caption>"
        "<thead><tr><th scope='col'>A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>"
        "<blockquote><p>Said.</p><footer>She</footer></blockquote><h2>Second</h2><ul><li>x</li></ul>",
    )
    newsroom._add(Correction(article_id=article.id, text="Nine, not ten."))
    for number in range(8):
        newsroom.article(f"Story {number}", category=economy, authors=authors)
    newsroom.article("In May", category=rail, published_at=datetime(2025, 5, 2, tzinfo=UTC))
    newsroom.page("About", body="<h2>Who</h2><p>We.</p>")
    gone = newsroom.article("Gone", published_at=datetime(2025, 5, 3, tzinfo=UTC))
    newsroom.bin(gone)
    return [
        "/", article.path, "/category/economy/", "/tag/danube/", "/author/reka-halasz/", "/authors/",
        "/categories/", "/archive/", "/2025/", "/2025/05/", "/2025/05/02/", "/calendar/2025/05/",
        "/latest/", "/about/", "/nope/", gone.path, "/search/?q=none&category=economy", f"{article.path}?lite=1", "/?lite=1", "/latest/?lite=1",
    ]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(open_page, newspaper, scheme, width):
    page = open_page(width, color_scheme=scheme)
    found = []
    for path in newspaper:
        page.goto(path)
        found += [(path, *violation) for violation in violations(page)]
    assert not found


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_axe_finds_nothing_in_an_empty_newspaper(open_page, width, scheme):
    page = open_page(width, color_scheme=scheme)
    found = []
    for path in (
        "/",
        "/latest/",
        "/archive/",
        "/authors/",
        "/categories/",
        "/search/?q=none",
        "/nope/",
    ):
        page.goto(path)
        found += [(path, *violation) for violation in violations(page)]
    assert not found


def test_escape_closes_the_phone_menu_and_focuses_its_button(open_page, newspaper):
    page = open_page(360)
    page.goto("/")
    page.get_by_text("Menu").click()
    box = page.locator("#q-drawer")
    box.press_sequentially("riv", delay=10)
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_be_visible()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(page.locator(".drawer summary")).to_be_focused()
