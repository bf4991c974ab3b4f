"""axe-core at every address of the desk: on a laptop in the light, on a phone in the dark."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from portal.models import Correction, Editor, Revision, WorkingCopy, now
from portal.models.article.fields import fields_of
from portal.pictures.storage import store
from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE
from tests.desk.cast import an_editor
from tests.desk.shared.policy import rows
from tests.desk.shared.test_permissions import fill
from tests.pictures.test_decode import encoded, photo

FRAGMENTS = ("/desk/embeds", "/desk/articles/tags", "/desk/suggestions/")


@pytest.fixture
def mara(app) -> Editor:
    return an_editor(app, "admin", name="Mara Ellwood")


@pytest.fixture
def nouns(app, newsroom, mara, media) -> dict[str, int]:
    """Create something for every list. Return one id of each noun, for the addresses."""
    ada = newsroom.author("Ada Quill")
    islands = newsroom.category("Islands", parent=newsroom.category("News"))
    ferries = newsroom.tag("Ferries")
    with newsroom.at_work():
        image = store(encoded(photo(900, 600), "JPEG"), file_name="ferry.jpg", alt="A ferry")
    newsroom.draft("Car ferry sails again", created_by_id=mara.id)
    newsroom.draft("School roof", authors=[ada], submitted_at=now())
    newsroom.article("Saturday market moves", published_at=now() + timedelta(hours=20))
    newsroom.bin(newsroom.draft("Never mind"))
    whole = newsroom.article(
        "Harbour wall holds",
        kicker="Harbour",
        standfirst="So far.",
        category=islands,
        tags=[ferries],
        authors=[ada],
        image=image,
        body="<h2>One</h2><table><tr><th>a</th><td>b</td></tr></table>",
        corrections=[Correction(text="It is the wall, not the pier.")],
    )
    many = an_editor(app, "contributor", name="A name of " + "many" * 20)
    with newsroom.at_work() as session:
        article = session.merge(whole)
        Revision.record(article, many, fields_of(article))
        WorkingCopy.save(
            article, session.get(Editor, mara.id), fields_of(article) | {"headline": "It holds"}
        )
    return {
        "article": whole.id,
        "author": ada.id,
        "category": islands.id,
        "page": newsroom.page("About").id,
        "source": newsroom.source("Northshore Daily", error="It answers 404.").id,
        "tag": ferries.id,
        "image": image.id,
        "placement": newsroom.placement().id,
        "redirect": newsroom.redirect("/old/", address="/").id,
        "editor": many.id,
    }


def pages_of(nouns: dict[str, int]) -> list[str]:
    return sorted(
        fill(address, nouns)
        for _right, method, address in rows()
        if method == "GET" and "<token>" not in address and not address.startswith(FRAGMENTS)
    )


def troubles(page: Page, width: int) -> list:
    found: list = violations(page)
    if page.evaluate("document.documentElement.scrollWidth") > width:
        found.append(("wider than the window", []))
    return found


def test_axe_finds_nothing_at_any_address_of_the_desk(app, at_the_desk, mara, nouns):
    page = at_the_desk(mara)
    addresses = pages_of(nouns)
    assert len(addresses) > 30
    wrong = []
    for address in addresses:
        page.goto(address)
        for width, scheme in ((DESKTOP, "light"), (PHONE, "dark")):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            wrong += [(address, scheme, *each) for each in troubles(page, width)]
    assert not wrong, wrong
