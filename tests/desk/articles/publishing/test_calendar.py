"""The calendar, and changing the publication time of a story."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.extensions import db
from portal.models import Article, AuditEntry, now

BAKU = ZoneInfo("Asia/Baku")


@pytest.fixture(autouse=True)
def in_baku(newsroom):
    newsroom.settings(time_zone="Asia/Baku", language="en-GB")


def next_year(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(now().year + 1, month, day, hour, minute, tzinfo=BAKU)


def days(page: str) -> dict[str, str]:
    """Return the text of each day of the month, by its number; days of other months are left out."""
    squares = re.findall(r'<td class="(planner__day[^"]*)"[^>]*>(.*?)</td>', page, re.S)
    own = [words for kind, words in squares if "--other" not in kind]
    return {str(number): words for number, words in enumerate(own, 1)}


@pytest.mark.both_databases
def test_each_story_is_on_its_day_in_the_zone_of_the_paper(editor, newsroom):
    newsroom.article("Late", published_at=next_year(3, 2, 23, 59))
    newsroom.article("Early", published_at=next_year(3, 3, 0, 1))
    page = editor.get(f"/desk/calendar?month={now().year + 1}-03").text
    found = days(page)
    assert len(found) == 31
    assert "Late" in found["2"] and "23:59" in found["2"]
    assert "Early" in found["3"] and "00:01" in found["3"]
    assert "planner__slots" not in found["4"]
    assert f"March {now().year + 1}" in page
    assert f"month={now().year + 1}-02" in page and f"month={now().year + 1}-04" in page


def test_the_first_and_last_day_of_the_month_are_complete(editor, newsroom):
    page = editor.get("/desk/calendar?month=2027-02").text
    assert re.findall(r'<th scope="col">(\w+)', page)[0] == "Mon"
    assert page.count("<tr>") == 5  # February 2027 begins on a Monday: the head and four weeks
    newsroom.settings(language="en-US")
    page = editor.get("/desk/calendar?month=2027-02").text
    assert re.findall(r'<th scope="col">(\w+)', page)[0] == "Sun"


def test_today_is_marked_and_past_days_count_their_stories(editor, newsroom):
    newsroom.article("Gone out")
    page = editor.get("/desk/calendar").text
    today = datetime.now(BAKU).date()
    square = days(page)[str(today.day)]
    assert 'aria-current="date"' in page
    assert "1 live" in square
    link = re.search(r'href="(/desk/articles/[^"]*state=live[^"]*)"', square)[1]
    assert "Gone out" in editor.get(link.replace("&amp;", "&")).text


def test_a_story_in_review_is_on_the_day_it_wishes_for(editor, newsroom):
    newsroom.draft("Wished", submitted_at=now(), wished_at=next_year(5, 9, 6))
    assert "Wished" in days(editor.get(f"/desk/calendar?month={now().year + 1}-05").text)["9"]


@pytest.mark.parametrize(
    "bad", ["x", "2026-13", "2026-00", "0001-01", "9999-12", "2026-1", "２０２６-01"]
)
def test_an_invalid_month_is_404(editor, bad):
    assert editor.get("/desk/calendar", query_string={"month": bad}).status_code == 404


def test_contributors_and_authors_see_only_their_own_stories(contributor, newsroom):
    newsroom.article("Mine", published_at=next_year(3, 2), created_by_id=contributor.who.id)
    newsroom.article("Somebody else’s", published_at=next_year(3, 2))
    page = contributor.get(f"/desk/calendar?month={now().year + 1}-03").text
    assert "Mine" in page and "Somebody else’s" not in page
    assert "/schedule" not in page


def test_a_new_story_can_be_planned_for_a_day(editor):
    link = re.search(r'href="(/desk/articles/new\?day=[^"]+)"', editor.get("/desk/calendar").text)[
        1
    ]
    page = editor.get(link).text
    assert f'value="{link.rpartition("=")[2]}"' in page
    assert re.search(r'value="at" checked', page)
    assert editor.get("/desk/articles/new?day=nonsense").status_code == 200


def move(client, article, day="", time="", **query):
    at = f"/desk/articles/{article.id}/schedule"
    return client.post(at, data={"date": day, "time": time}, query_string=query)


@pytest.mark.both_databases
def test_a_story_is_rescheduled(app, editor, newsroom):
    story = newsroom.article("Harbour", published_at=next_year(3, 2, 6))
    page = editor.get(f"/desk/articles/{story.id}/schedule").text
    assert f'value="{now().year + 1}-03-02"' in page and 'value="06:00"' in page
    answer = move(editor, story, f"{now().year + 1}-04-05", "17:30")
    assert answer.headers["Location"] == f"/desk/calendar?month={now().year + 1}-04"
    with app.app_context():
        moved = db.session.get(Article, story.id)
        assert moved.published_at == next_year(4, 5, 17, 30).astimezone(UTC)
        assert moved.day == date(now().year + 1, 4, 5)
        assert moved.version == story.version + 1
        assert db.session.query(AuditEntry).one().action == "scheduled"


@pytest.mark.parametrize(
    ("day", "time", "words"),
    [
        ("", "06:00", "Choose a day."),
        ("2027-02-30", "06:00", "Choose a day."),
        ("2099-02-03", "", "Choose a time."),
        ("2099-02-03", "25:00", "Choose a time."),
        ("2020-02-03", "06:00", "Choose a time in the future."),
    ],
)
def test_an_invalid_day_or_time_has_a_message_beside_its_field(
    app, editor, newsroom, day, time, words
):
    story = newsroom.article("Harbour", published_at=next_year(3, 2, 6))
    answer = move(editor, story, day, time)
    assert answer.status_code == 422
    assert words in answer.text
    with app.app_context():
        assert db.session.get(Article, story.id).published_at == next_year(3, 2, 6)


def test_a_time_skipped_by_a_clock_change_is_refused(editor, newsroom):
    newsroom.settings(time_zone="Europe/Brussels")
    story = newsroom.article("Harbour", published_at=next_year(3, 2, 6))
    answer = move(editor, story, "2027-03-28", "02:30")
    assert "the clocks skip it" in answer.text


def test_a_story_published_meanwhile_is_not_rescheduled(app, editor, newsroom):
    story = newsroom.article("Harbour")
    ways = (editor.get, lambda _path: move(editor, story, "2099-01-01", "06:00"))
    for go in ways:
        assert go(f"/desk/articles/{story.id}/schedule").status_code == 303
        assert "no longer scheduled" in editor.get("/desk/calendar").text
    with app.app_context():
        assert db.session.get(Article, story.id).is_live


def test_an_author_reschedules_only_their_own_stories(author, newsroom):
    mine = newsroom.article("Mine", published_at=next_year(3, 2), created_by_id=author.who.id)
    other = newsroom.article("Somebody else’s", published_at=next_year(3, 2))
    assert move(author, mine, "2099-01-01", "06:00").status_code == 303
    assert move(author, other, "2099-01-01", "06:00").status_code == 403


def test_a_rescheduled_story_that_was_live_keeps_its_address(app, editor, newsroom):
    story = newsroom.article("Harbour", published_at=now() - timedelta(days=40))
    with newsroom.at_work() as session:
        article = session.get(Article, story.id)
        article.unpublish()
        article.publish("Asia/Baku", next_year(3, 2))
    move(editor, story, f"{now().year + 1}-04-05", "17:30")
    with app.app_context():
        assert db.session.get(Article, story.id).path == story.path
