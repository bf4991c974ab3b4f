"""Pictures and covers as a browser shows them."""

from __future__ import annotations

import pytest

from portal.pictures.storage import image_html, store
from tests.pictures.test_decode import encoded, photo

# Waits until the browser has loaded a picture; of a lazy one, until it has been near.
LOADED = "image => image.complete || new Promise(loaded => (image.onload = loaded))"
SHIFT = """
window.shift = 0;
new PerformanceObserver(list => {
  for (const entry of list.getEntries())
    for (const source of entry.sources)
      if (source.node?.closest?.('.prose, .card')) window.shift += entry.value;
}).observe({type: 'layout-shift', buffered: true});
"""
HEADLINES = (
    "Donaudampfschifffahrtsgesellschaften fordern Niedrigwasserentschädigung",
    "Mingəçevir su anbarında səviyyə aşağı düşür, təsərrüfatlar narahatdır",
    "MAMMOTH WOMEN WIN WIMBLEDON",
    "النهر يرتفع والمدينة تنتظر قرار الوزارة بشأن السد الجديد",
    "Правительство объявило о повышении железнодорожных тарифов",
)


def test_no_line_of_a_cover_overflows(newsroom, page):
    for headline in HEADLINES:
        newsroom.article(headline)

    page.goto("/latest/")

    outside = page.evaluate(
        """() => [...document.querySelectorAll('.cover text')].filter(line => {
             const box = line.getBBox();
             return box.x < 20 || box.x + box.width > 580 || box.y + box.height > 420;
           }).map(line => line.textContent)"""
    )
    assert page.locator(".cover text").count() >= len(HEADLINES)
    assert outside == []


def test_latest_story_has_its_picture_beside_its_headline(newsroom, page):
    newsroom.article("River rises", image_id=newsroom.image().id)

    page.goto(newsroom.page("About").path)
    latest = page.locator(".latest__list li")

    headline, picture = (latest.locator(each).bounding_box() for each in ("h3", "img"))
    assert picture["x"] > headline["x"] + headline["width"]
    assert abs(picture["y"] - headline["y"]) < 5


@pytest.fixture
def story(newsroom, app, tmp_path, monkeypatch) -> str:
    """Return the path of a story with a wide, a tall and a small picture in its body."""
    monkeypatch.setitem(app.config, "INSTANCE", tmp_path)
    with newsroom.at_work():
        images = [
            store(encoded(photo(*size), "JPEG")) for size in [(900, 300), (400, 1600), (90, 60)]
        ]
    words = "<p>" + "The gauge is read aloud. " * 60 + "</p>"
    return newsroom.article(body=words.join(["", *map(image_html, images), ""])).path


def test_pictures_of_a_body_load_lazily_without_layout_shift(story, page):
    page.add_init_script(SHIFT)
    page.goto(story)
    pictures = page.locator(".prose img")
    assert pictures.last.evaluate("image => image.naturalWidth") == 0

    for number in range(pictures.count()):
        pictures.nth(number).scroll_into_view_if_needed()
        pictures.nth(number).evaluate(LOADED)

    assert pictures.evaluate_all("all => all.map(each => each.naturalWidth > 0)") == [True] * 3
    assert page.evaluate("window.shift") == 0


def test_tall_picture_stays_within_the_window_and_a_small_one_small(story, page):
    page.goto(story)
    wide, tall, small = page.locator(".prose img").all()

    assert wide.bounding_box()["width"] > 500
    assert tall.bounding_box()["height"] == pytest.approx(0.8 * 800, abs=1)
    assert small.bounding_box()["width"] == 90


def test_phone_loads_a_smaller_file_than_a_desktop(story, open_page):
    taken = {}
    for width in (360, 1280):
        page = open_page(width)
        page.goto(story)
        picture = page.locator(".prose img").first
        picture.scroll_into_view_if_needed()
        picture.evaluate(LOADED)
        taken[width] = picture.evaluate("image => image.currentSrc")

    assert taken[360].endswith("-360.webp")
    assert taken[1280].endswith("-720.webp")
