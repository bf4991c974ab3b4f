from __future__ import annotations

from datetime import timedelta

import pytest
from lxml import html

from portal.extensions import db
from portal.models import Pin, now
from tests.site.test_front import headlines


def pins(app) -> dict[str, str]:
    with app.app_context():
        return {pin.slot: pin.article.headline for pin in db.session.query(Pin)}


def test_a_pinned_story_is_first_for_readers(editor, reader, newsroom):
    newsroom.article("Older", published_at=now() - timedelta(days=2))
    newsroom.article("Newer")
    editor.post("/desk/front/pins", data={"story": "Older", "slot": "lead"})
    assert headlines(reader.get("/").text)[0] == "Older"


def test_each_slot_shows_the_picture_or_cover_of_its_story(editor, newsroom):
    newsroom.article("River rises", image=newsroom.image())
    newsroom.article("Without a picture")
    slots = html.fromstring(editor.get("/desk/front").text).cssselect(".slot__picture")
    assert len(slots) == 5
    assert [bool(slot.cssselect("img, svg")) for slot in slots] == [True, True, False, False, False]


def test_a_story_is_found_by_its_address_too(app, editor, newsroom):
    article = newsroom.article("River rises")
    editor.post(
        "/desk/front/pins", data={"story": f"https://x.example{article.path}", "slot": "lead"}
    )
    assert pins(app) == {"lead": "River rises"}


def test_a_story_is_in_one_slot_only(app, editor, newsroom):
    newsroom.article("River rises")
    for slot in ("lead", "second-2"):
        editor.post("/desk/front/pins", data={"story": "River rises", "slot": slot})
    assert pins(app) == {"second-2": "River rises"}


def test_slots_are_changed_by_buttons(app, editor, newsroom):
    for headline, slot in (("One", "lead"), ("Two", "second-1")):
        newsroom.article(headline)
        editor.post("/desk/front/pins", data={"story": headline, "slot": slot})
    editor.post("/desk/front/pins/second-1/move", data={"by": "-1"})
    assert pins(app) == {"lead": "Two", "second-1": "One"}
    editor.post("/desk/front/pins/second-1/move", data={"by": "1"})
    assert pins(app) == {"lead": "Two", "second-2": "One"}
    editor.post("/desk/front/pins/lead/move", data={"by": "-1"})
    editor.post("/desk/front/pins/lead/removal")
    assert pins(app) == {"second-2": "One"}


@pytest.mark.parametrize("form", [{"story": "", "slot": "lead"}, {"story": "Nothing", "slot": "lead"},
                                  {"story": "River rises", "slot": "tenth"}])  # fmt: skip
def test_an_invalid_pin_is_refused(editor, newsroom, form):
    newsroom.article("River rises")
    assert editor.post("/desk/front/pins", data=form).status_code == 422


def test_a_draft_cannot_be_pinned(editor, newsroom):
    newsroom.draft("Not yet")
    assert (
        editor.post("/desk/front/pins", data={"story": "Not yet", "slot": "lead"}).status_code
        == 422
    )


def test_an_unknown_slot_is_404(editor):
    assert editor.post("/desk/front/pins/tenth/removal").status_code == 404


def test_strips_are_chosen_and_ordered(editor, reader, newsroom):
    europe, sport = newsroom.category("Europe"), newsroom.category("Sport")
    for category in (europe, sport):
        for number in range(12):
            newsroom.article(f"{category.name} {number}", category=category)
    for by, category in (("add", europe), ("add", sport), ("-1", sport)):
        editor.post("/desk/front/strips", data={"category": category.id, "by": by})
    shown = headlines(reader.get("/").text)
    assert shown.index("Sport") < shown.index("Europe")
    editor.post("/desk/front/strips", data={"category": sport.id, "by": "off"})
    assert "Sport" not in headlines(reader.get("/").text)


def test_a_strip_of_an_unknown_category_is_refused(editor):
    assert editor.post("/desk/front/strips", data={"category": "999"}).status_code == 422


def test_a_menu_is_filled_ordered_and_emptied(app, editor, reader, newsroom):
    europe = newsroom.category("Europe")
    newsroom.page("About")
    for form in (
        {"to": f"category-{europe.id}"},
        {"to": "address", "address": "/archive/", "label": "Old"},
    ):
        answer = editor.post("/desk/menus", data={"menu": "main"} | form)
        assert answer.status_code == 303
    from portal.models import MenuItem

    with app.app_context():
        first, second = db.session.query(MenuItem).order_by(MenuItem.position)
        ids = first.id, second.id
    editor.post(f"/desk/menus/{ids[1]}/move", data={"by": "-1"})
    page = reader.get("/").text.partition('class="nav__list"')[2]
    assert page.index("Old") < page.index("Europe")
    editor.post(f"/desk/menus/{ids[1]}/removal")
    assert "Old" not in reader.get("/").text.partition('class="nav__list"')[2].partition("</ul>")[0]


@pytest.mark.parametrize(
    "form, words",
    [
        ({"to": "address", "address": "javascript:x", "label": "x"}, "Enter a path"),
        ({"to": "address", "address": "//evil", "label": "x"}, "Enter a path"),
        ({"to": "address", "address": "/about/", "label": " "}, "Enter the text of the link."),
        ({"to": "page-999"}, "There is no category or page called “page-999”."),
        (
            {"menu": "side", "to": "address", "address": "/", "label": "x"},
            "Choose one from the list",
        ),
    ],
)
def test_an_invalid_link_has_a_message(editor, form, words):
    answer = editor.post("/desk/menus", data={"menu": "main"} | form)
    assert answer.status_code == 422
    assert words in answer.text
