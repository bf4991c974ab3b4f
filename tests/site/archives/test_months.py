from __future__ import annotations

from datetime import UTC, datetime

import pytest
from lxml import html


@pytest.fixture
def two_winters(newsroom):
    newsroom.article("In January", published_at=datetime(2026, 1, 19, 9, tzinfo=UTC))
    newsroom.article("In January too", published_at=datetime(2026, 1, 19, 10, tzinfo=UTC))
    newsroom.article("In October", published_at=datetime(2025, 10, 2, 9, tzinfo=UTC))


def calendar(reader, path: str):
    return html.fromstring(reader.get(path).text).cssselect("table.calendar")[0]


def test_calendar_links_days_with_stories_and_shows_their_counts(reader, two_winters):
    days = calendar(reader, "/calendar/2026/01/").cssselect("a")
    assert [day.get("href") for day in days] == ["/2026/01/19/"]
    assert days[0].get("aria-label") == "19 January 2026, 2 stories"


def test_calendar_links_the_nearest_months_with_stories(reader, two_winters):
    page = html.fromstring(reader.get("/calendar/2026/01/").text)
    turn = page.get_element_by_id("main").cssselect(".calendar__turn a")
    assert [(a.get("rel"), a.get("href")) for a in turn] == [("prev", "/2025/10/")]


def test_widget_is_the_calendar_alone_with_noindex(reader, two_winters):
    answer = reader.get("/calendar/2025/10/?part=widget")
    assert "<html" not in answer.text
    assert "October 2025" in answer.text
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_month_without_stories_shows_an_empty_calendar(reader, two_winters):
    page = reader.get("/calendar/2025/11/")
    assert page.status_code == 200
    assert "No stories in this month." in page.text


def test_chosen_month_redirects_to_its_archive(reader, two_winters):
    answer = reader.get("/calendar/?month=10&year=2025")
    assert answer.headers["Location"] == "/2025/10/"


def test_calendar_beside_a_story_shows_its_month(reader, newsroom):
    story = newsroom.article("In March", published_at=datetime(2025, 3, 2, 9, tzinfo=UTC))
    newsroom.article("Newest")
    assert "March 2025" in calendar(reader, story.path).text_content()


@pytest.mark.parametrize("language, first", [("en-GB", "Monday"), ("en-US", "Sunday")])
def test_week_starts_on_the_first_weekday_of_the_locale(
    reader, newsroom, two_winters, language, first
):
    newsroom.settings(language=language)
    names = calendar(reader, "/calendar/2026/01/").cssselect("abbr")
    assert names[0].get("title") == first


@pytest.mark.parametrize(
    "path",
    [
        "/calendar/0000/01/", "/calendar/99999/01/", "/calendar/2026/13/", "/calendar/2026/00/",
        "/calendar/2024/12/", "/calendar/2027/01/", "/calendar/2026/1/", "/calendar/?month=13&part=widget",
        "/calendar/?year=0&part=widget", "/calendar/?year=99999&month=1&part=widget",
    ],
)  # fmt: skip
def test_month_13_is_not_found(reader, two_winters, path):
    assert reader.get(path).status_code == 404


def test_choosing_an_impossible_month_ends_at_404(reader, two_winters):
    for query in ("month=13&year=2026", "month=0&year=0", "month=1&year=99999"):
        assert reader.get(f"/calendar/?{query}", follow_redirects=True).status_code == 404


def test_choice_that_is_not_a_number_shows_the_newest_month(reader, two_winters):
    assert reader.get("/calendar/?month=x").headers["Location"] == "/2026/01/"


def test_site_without_stories_has_no_calendar(reader):
    assert reader.get("/calendar/").status_code == 404
