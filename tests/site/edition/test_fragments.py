"""Fragments that an edition caches still differ between pages where they should."""

from __future__ import annotations

from datetime import UTC, datetime

from lxml import html


def marked(reader, path: str) -> set[tuple[str, str]]:
    """Return the links of a page that have `aria-current`, with its value."""
    page = html.fromstring(reader.get(path).text)
    links = page.cssselect("header [aria-current], aside .categories [aria-current]")
    return {(link.get("href"), link.get("aria-current")) for link in links}


def test_each_page_marks_its_own_place_in_the_menu(reader, newsroom):
    economy = newsroom.category("Economy")
    rail = newsroom.category("Rail", parent=economy)
    newsroom.category("Sport")
    story = newsroom.article("Night train", category=rail)
    newsroom.article("Cup final", category=newsroom.category("Chess"))
    above = ("/category/economy/", "true")
    for _ in range(2):
        assert marked(reader, "/") == set()
        assert marked(reader, "/category/economy/") == {("/category/economy/", "page")}
        assert marked(reader, "/category/economy/rail/") == {
            above,
            ("/category/economy/rail/", "page"),
        }
        assert marked(reader, story.path) == {above, ("/category/economy/rail/", "true")}
        assert marked(reader, "/latest/") == set()


def test_each_page_links_its_own_lite_version(reader, newsroom):
    first, second = newsroom.article("One"), newsroom.article("Two")
    for path in (first.path, second.path, "/latest/"):
        assert f'<a href="{path}?lite=1">' in reader.get(path).text


def test_search_words_are_in_the_box_of_the_search_page_alone(reader, newsroom):
    newsroom.article()
    reader.get("/latest/")
    assert 'id="q-top" type="search" name="q" value="heron"' in reader.get("/search/?q=heron").text
    assert "heron" not in reader.get("/search/").text
    assert "heron" not in reader.get("/latest/").text


def test_calendar_shows_the_month_of_each_story(reader, newsroom):
    january = newsroom.article("One", published_at=datetime(2026, 1, 19, 9, tzinfo=UTC))
    march = newsroom.article("Two", published_at=datetime(2026, 3, 2, 9, tzinfo=UTC))
    for _ in range(2):
        assert "<caption>January 2026" in reader.get(january.path).text
        assert "<caption>March 2026" in reader.get(march.path).text


def test_new_story_is_in_the_sidebar_and_among_related_stories(reader, newsroom):
    danube = newsroom.tag("Danube")
    first = newsroom.article("River rises", tags=[danube])
    assert "Ferries stop" not in reader.get(first.path).text
    newsroom.article("Ferries stop", tags=[danube])
    page = html.fromstring(reader.get(first.path).text)
    assert "Ferries stop" in page.cssselect(".latest")[0].text_content()
    assert "Ferries stop" in page.cssselect(".related")[0].text_content()


def test_new_name_and_language_show_at_once(reader, newsroom):
    newsroom.article()
    assert "Latest" in reader.get("/latest/").text
    newsroom.settings(name="Der Bote", language="de")
    page = html.fromstring(reader.get("/latest/").text)
    assert page.cssselect(".masthead__name")[0].text_content() == "Der Bote"
    assert page.cssselect("#latest")[0].text_content() == "Neueste"
