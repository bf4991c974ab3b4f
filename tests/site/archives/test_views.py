from __future__ import annotations

from datetime import UTC, datetime

import pytest
from lxml import html


@pytest.fixture
def january(newsroom):
    newsroom.article("On the 19th", published_at=datetime(2026, 1, 19, 9, tzinfo=UTC))
    newsroom.article("On the 20th", published_at=datetime(2026, 1, 20, 9, tzinfo=UTC))
    newsroom.article("In March", published_at=datetime(2025, 3, 2, 9, tzinfo=UTC))


def main_part(answer) -> str:
    return answer.text.partition('<aside class="side')[0]


def test_day_month_and_year_list_their_stories(reader, january):
    day = main_part(reader.get("/2026/01/19/"))
    assert "On the 19th" in day and "On the 20th" not in day
    month = main_part(reader.get("/2026/01/"))
    days = month.partition('<div class="days">')[2]
    assert days.index("On the 20th") < days.index("On the 19th")
    assert "In March" not in month
    assert "2 stories." in month
    year = main_part(reader.get("/2026/"))
    assert 'href="/2026/01/"' in year and 'href="/2025/03/"' not in year


def test_month_page_links_only_days_with_stories(reader, january):
    month = main_part(reader.get("/2026/01/"))
    assert 'href="/2026/01/19/"' in month
    assert 'href="/2026/01/18/"' not in month


def test_archive_counts_every_year_and_month(reader, january):
    page = main_part(reader.get("/archive/"))
    assert page.index('href="/2026/"') < page.index('href="/2025/"')
    assert 'href="/2025/03/"' in page


@pytest.mark.parametrize(
    "path",
    [
        "/2024/",
        "/2026/02/",
        "/2026/01/21/",
        "/2026/13/",
        "/2026/00/",
        "/2026/02/31/",
        "/0000/",
        "/99999/",
    ],
)
def test_period_without_stories_and_impossible_date_are_not_found(reader, january, path):
    assert reader.get(path).status_code == 404


def test_month_is_paged_by_cursor(reader, newsroom):
    from lxml import html

    newsroom.settings(stories_per_page=2)
    for day in range(1, 6):
        newsroom.article(f"Story {day}", published_at=datetime(2026, 1, day, 9, tzinfo=UTC))
    older = html.fromstring(reader.get("/2026/01/").text).cssselect("a[rel=next]")[0]
    cards = reader.get(older.get("hx-get")).text
    assert "Story 3" in cards and "Story 2" in cards and "Story 4" not in cards


def test_day_that_continues_in_the_next_batch_has_no_second_heading(reader, newsroom):
    newsroom.settings(stories_per_page=2)
    for hour in (8, 9, 10):
        newsroom.article(f"At {hour}", published_at=datetime(2026, 1, 19, hour, tzinfo=UTC))
    newsroom.article("The day before", published_at=datetime(2026, 1, 18, 9, tzinfo=UTC))
    older = html.fromstring(reader.get("/2026/01/").text).cssselect(".listing__older a")[0]

    below = html.fromstring(reader.get(older.get("hx-get")).text)
    by_itself = html.fromstring(reader.get(older.get("href")).text)

    assert days(below) == ["Sunday, 18 January"]
    assert days(by_itself) == ["Monday, 19 January", "Sunday, 18 January"]


def days(page: html.HtmlElement) -> list[str]:
    return [title.text_content() for title in page.cssselect(".day__title")]
