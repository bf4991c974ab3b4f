from __future__ import annotations

import json
from datetime import timedelta

from lxml import html

from portal.models import Pin, now


def headlines(page: str) -> list[str]:
    main = html.fromstring(page).get_element_by_id("main")
    return [
        each.text_content().strip()
        for each in main.cssselect("h2, h3:not(.in-short__headline)")
        if each.find("a") is not None
    ]


def test_front_page_of_a_new_site_says_that_it_is_empty(reader):
    answer = reader.get("/")
    assert answer.status_code == 200
    assert "Nothing here yet." in answer.text
    titles = html.fromstring(answer.text).cssselect("h2")
    assert [each.text_content() for each in titles] == ["About"]  # and no empty sections


def test_front_page_leads_with_the_newest(reader, newsroom):
    for number in range(5):
        newsroom.article(f"Story {number}")
    assert headlines(reader.get("/").text)[0] == "Story 4"


def test_pinned_story_leads_before_newer_ones(reader, newsroom):
    pinned = newsroom.article("Pinned", published_at=now() - timedelta(days=3))
    newsroom.article("Newer")
    newsroom._add(Pin(slot="lead", article_id=pinned.id))
    assert headlines(reader.get("/").text)[:2] == ["Pinned", "Newer"]


def test_pinned_story_that_is_scheduled_leaves_its_slot_to_the_newest(reader, newsroom):
    ahead = newsroom.article("Tomorrow", published_at=now() + timedelta(days=1))
    newsroom.article("Today")
    newsroom._add(Pin(slot="lead", article_id=ahead.id))
    page = reader.get("/").text
    assert headlines(page)[0] == "Today"
    assert "Tomorrow" not in page


def test_strip_leads_with_a_picture_where_it_has_one(reader, newsroom):
    europe = newsroom.category("Europe")
    newsroom.article("With a picture", category=europe, image=newsroom.image())
    newsroom.article("Newer", category=europe)
    for number in range(8):
        newsroom.article(f"Above {number}")
    strip = html.fromstring(reader.get("/").text).cssselect(".strip__lead .card__headline")
    assert [each.text_content().strip() for each in strip] == ["With a picture"]


def test_second_shows_the_first_sentence_of_its_standfirst(reader, newsroom):
    newsroom.article(standfirst="The water has fallen by two metres. A port moves its own quay.")
    newsroom.article("Lead")
    second = html.fromstring(reader.get("/").text).cssselect(".seconds .card__standfirst")
    assert second[0].text == "The water has fallen by two metres."


def test_story_without_a_picture_in_a_row_shows_its_standfirst(reader, newsroom):
    newsroom.article("Pictured", standfirst="By night.", image=newsroom.image())
    newsroom.article("In words", standfirst="By day.")
    newsroom.article("Lead")
    words, pictured = html.fromstring(reader.get("/").text).cssselect(".seconds .card")
    assert words.cssselect(".card__standfirst") and not words.cssselect(".card__picture")
    assert pictured.cssselect(".card__picture img")


def test_strip_leaves_out_stories_that_are_further_up(reader, newsroom):
    europe = newsroom.category("Europe")
    for number in range(14):
        newsroom.article(f"Story {number}", category=europe)
    shown = headlines(reader.get("/").text)
    assert shown.index("Europe") > 0
    assert len(shown) == len(set(shown))


def test_structured_data_has_the_site_s_name(reader, newsroom):
    newsroom.settings(name="Europ Info", language="az")
    page = html.fromstring(reader.get("/").text)
    (site,) = json.loads(page.cssselect("script[type='application/ld+json']")[0].text)["@graph"]
    assert (site["@type"], site["name"], site["inLanguage"]) == ("WebSite", "Europ Info", "az")


def test_front_page_sets_no_cookie(reader, newsroom):
    newsroom.article()
    assert "Set-Cookie" not in reader.get("/").headers


def test_scheduled_story_appears_on_the_front_page_when_it_comes_due(reader, newsroom, monkeypatch):
    newsroom.article("Tomorrow", published_at=now() + timedelta(hours=1))
    assert "Tomorrow" not in reader.get("/").text
    later = now() + timedelta(hours=2)
    for module in (
        "article.publication_states",
        "article.queries",
        "article.links",
        "article.related",
        "base.clock",
    ):
        monkeypatch.setattr(f"portal.models.{module}.now", lambda: later, raising=False)
    monkeypatch.setattr("portal.site.edition.snapshot.now", lambda: later)
    monkeypatch.setattr("portal.site.front.now", lambda: later)
    assert "Tomorrow" in reader.get("/").text
