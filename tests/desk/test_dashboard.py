from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from portal.extensions import db
from portal.models import Article, State, now
from tests.desk.cast import an_editor, browser

pytestmark = pytest.mark.both_databases
HOUR = timedelta(hours=1)


@pytest.fixture
def desk(app, newsroom):
    """A paper with one story in each state, all but one by Ada."""
    ada = newsroom.author("Ada Quill")
    who = an_editor(app, "contributor", name="Ada Quill", author=ada)
    newsroom.draft("Begun by Ada", created_by_id=who.id)
    newsroom.draft("Sent by Ada", authors=[ada], submitted_at=now() - HOUR)
    newsroom.draft("Somebody’s draft")
    newsroom.draft("Taken down", authors=[ada], unpublished_at=now())
    newsroom.article("Tomorrow by Ada", authors=[ada], published_at=now() + 20 * HOUR)
    newsroom.article("Live by Ada", authors=[ada])
    newsroom.article("Live by nobody")
    newsroom.draft("In the bin", authors=[ada], binned_at=now())
    return who


def panel(page: str, name: str) -> str:
    found = re.search(
        rf'<section class="panel" aria-labelledby="{name}">(.*?)</section>', page, re.S
    )
    return found[1] if found else ""


def headlines(page: str, name: str) -> list[str]:
    return re.findall(r'class="row__title"[^>]*>([^<]*)<', panel(page, name))


def test_a_contributor_sees_their_own_stories(app, desk):
    page = browser(app, desk).get("/desk/").text
    assert {*headlines(page, "mine")} == {"Begun by Ada", "Taken down"}
    assert headlines(page, "sent") == ["Sent by Ada"]
    assert headlines(page, "live") == ["Live by Ada"]
    assert not panel(page, "review")
    assert "In the bin" not in page


def test_an_author_sees_their_next_scheduled_stories(app, desk):
    with app.app_context():
        db.session.merge(desk).role = "author"
        db.session.commit()
    page = browser(app, desk).get("/desk/").text
    assert headlines(page, "next") == ["Tomorrow by Ada"]
    assert headlines(page, "live") == ["Live by Ada"]
    assert not panel(page, "review")


@pytest.mark.parametrize("role", ["editor", "admin"])
def test_an_editor_sees_the_review_queue_and_all_stories(app, desk, editor_client, role):
    page = editor_client(role).get("/desk/").text
    assert headlines(page, "review") == ["Sent by Ada"]
    assert headlines(page, "next") == ["Tomorrow by Ada"]
    assert headlines(page, "live") == ["Live by nobody", "Live by Ada"]
    assert "You have no drafts" in panel(page, "mine")


def test_the_longest_waiting_story_is_first(app, newsroom, editor):
    for hours in (1, 5, 3):
        newsroom.draft(f"Sent {hours} hours ago", submitted_at=now() - hours * HOUR)
    found = headlines(editor.get("/desk/").text, "review")
    assert found == ["Sent 5 hours ago", "Sent 3 hours ago", "Sent 1 hours ago"]


def test_failing_feeds_and_ending_ads_are_shown_by_right(newsroom, editor, author):
    newsroom.article()
    newsroom.source("Northshore Daily", error="It answers 404.")
    newsroom.source("Coastal Wire")
    newsroom.placement("Harbour Books", shown_until=now() + timedelta(days=2))
    newsroom.placement("Far away", shown_until=now() + timedelta(days=30))
    page = editor.get("/desk/").text
    assert "It answers 404." in page
    assert "Harbour Books" in page
    assert "Coastal Wire" not in page
    assert "Far away" not in page
    assert "Northshore Daily" not in author.get("/desk/").text


@pytest.mark.parametrize("role", ["contributor", "editor"])
def test_each_panel_links_to_the_list_that_it_counts(newsroom, editor_client, role):
    client = editor_client(role)
    for number in range(6):
        own = {"created_by_id": client.who.id}
        newsroom.draft(f"Begun {number}", unpublished_at=now() if number % 2 else None, **own)
        newsroom.draft(f"Sent {number}", submitted_at=now(), **own)
        newsroom.article(f"Next {number}", published_at=now() + HOUR, **own)
        newsroom.article(f"Live {number}", **own)
    page = client.get("/desk/").text
    names = {"review": "Sent", "sent": "Sent", "next": "Next", "mine": "Begun", "live": "Live"}
    shown = [name for name in names if panel(page, name)]
    assert (
        shown
        == {"contributor": ["sent", "mine", "live"], "editor": ["review", "next", "mine", "live"]}[
            role
        ]
    )
    for name in shown:
        link = re.search(r'<a href="([^"]+)">All', panel(page, name))[1]
        listed = re.findall(
            r'class="(?:row|table)__title"[^>]*>([^<]*)<', client.get(unescape(link)).text
        )
        assert sorted(listed) == [f"{names[name]} {number}" for number in range(6)], name


def test_a_contributors_live_story_links_to_its_public_page(contributor, newsroom):
    story = newsroom.article("Live", created_by_id=contributor.who.id)
    assert f'href="{story.path}">Live</a>' in contributor.get("/desk/").text


def test_an_empty_paper_shows_the_first_steps(admin, contributor):
    page = admin.get("/desk/").text
    assert "Set up your paper" in page
    assert "Bring stories in" in page
    assert "Bring stories in" not in contributor.get("/desk/").text
    assert "Nothing is waiting" in admin.get("/desk/?today=1").text


def test_the_query_of_a_state_and_the_state_itself_agree(app, desk):
    with app.app_context():
        for article in db.session.query(Article):
            for state in State:
                matches = db.session.query(Article.id).filter(
                    Article.in_state(state), Article.id == article.id
                )
                assert bool(matches.all()) == (article.state is state), (article.headline, state)


def test_is_own_agrees_with_its_query(app, desk, editor):
    with app.app_context():
        for who in (desk, editor.who):
            own = {*db.session.scalars(db.select(Article.id).where(Article.own(who)))}
            for article in db.session.query(Article):
                assert (article.id in own) == article.is_own(who), article.headline


@pytest.mark.parametrize(
    ("zone", "moment"),
    [
        ("Europe/Brussels", datetime(2026, 11, 30, 23, 30, tzinfo=UTC)),
        ("America/Los_Angeles", datetime(2026, 12, 2, 3, 0, tzinfo=UTC)),
    ],
)
def test_today_shows_the_day_of_the_paper_beside_its_clock(
    app, editor, newsroom, monkeypatch, zone, moment
):
    newsroom.settings(time_zone=zone, language="en-GB")
    newsroom.draft()
    monkeypatch.setitem(app.jinja_env.globals, "now", lambda: moment)
    assert "<h1>Tuesday, 1 December</h1>" in editor.get("/desk/").text
