"""The review queue, and sending a story back with a note."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest

from portal.extensions import db
from portal.models import Article, AuditEntry, now

HOUR = timedelta(hours=1)


def listed(client, path="/desk/queue") -> list[str]:
    return re.findall(r'class="row__title"[^>]*>([^<]*)<', client.get(path).text)


def state_of(app, article) -> str:
    with app.app_context():
        return db.session.get(Article, article.id).state


def send_back(client, article, **fields):
    return client.post(f"/desk/articles/{article.id}/submission/end?then=/desk/queue", data=fields)


@pytest.mark.both_databases
def test_the_queue_starts_with_the_longest_wait_and_the_masthead_counts_it(editor, newsroom):
    for hours in (1, 5, 3):
        newsroom.draft(f"Sent {hours} hours ago", submitted_at=now() - hours * HOUR)
    newsroom.draft("Begun")
    newsroom.bin(newsroom.draft("Binned", submitted_at=now()))
    assert listed(editor) == ["Sent 5 hours ago", "Sent 3 hours ago", "Sent 1 hours ago"]
    assert '<span class="count count--waiting">3</span>' in editor.get("/desk/account").text


def test_an_empty_queue_has_no_count(editor, newsroom):
    page = editor.get("/desk/queue").text
    assert "Nothing is waiting." in page
    assert "count--waiting" not in page


def test_the_queue_shows_writer_waiting_time_and_wish(editor, newsroom):
    newsroom.settings(time_zone="UTC")
    newsroom.draft(
        "Harbour", authors=[newsroom.author("Ada Quill")], body="<p>One two three.</p>",
        submitted_at=now() - 3 * HOUR, wished_at=now() + 200 * HOUR,
    )  # fmt: skip
    page = editor.get("/desk/queue").text
    for words in ("Ada Quill", "3 words", "sent 3 hours ago", "requested for", "no picture yet"):
        assert words in page, words


@pytest.mark.parametrize("who", ["contributor", "author"])
def test_contributors_and_authors_see_what_they_have_sent(app, editor_client, newsroom, who):
    client = editor_client(who)
    mine = newsroom.draft("Mine", submitted_at=now(), created_by_id=client.who.id)
    newsroom.draft("Somebody else’s", submitted_at=now())
    assert listed(client) == ["Mine"]
    assert "count--waiting" in client.get("/desk/").text
    assert send_back(client, mine).headers["Location"] == "/desk/queue"
    assert state_of(app, mine) == "draft"


def test_a_story_is_published_from_the_queue(app, editor, newsroom):
    story = newsroom.draft("Harbour", submitted_at=now())
    do = re.search(r'action="(/desk/articles/chosen[^"]+)"', editor.get("/desk/queue").text)
    answer = editor.post(do[1].replace("&amp;", "&"))
    assert answer.headers["Location"] == "/desk/queue"
    assert state_of(app, story) == "live"


@pytest.mark.both_databases
def test_the_writer_sees_the_note_until_the_story_is_sent_again(app, editor, contributor, newsroom):
    story = newsroom.draft("Harbour", submitted_at=now(), created_by_id=contributor.who.id)
    send_back(editor, story, note="Who says so?\nName <two> sources.")
    for path in ("/desk/", f"/desk/articles/{story.id}"):
        page = contributor.get(path).text
        assert "Who says so?" in page and "Name &lt;two&gt; sources." in page, path
    assert "Sent back by Tomas Okafor" in contributor.get(f"/desk/articles/{story.id}").text
    form = {"headline": "Harbour", "version": story.version}
    contributor.post(f"/desk/articles/{story.id}/submission", data=form)
    assert state_of(app, story) == "in review"
    assert "Who says so?" not in contributor.get(f"/desk/articles/{story.id}").text


@pytest.mark.both_databases
def test_a_contributor_can_wish_for_a_time_but_not_set_it(app, contributor, editor, newsroom):
    newsroom.settings(time_zone="UTC")
    assert "As soon as it is reviewed" in contributor.get("/desk/articles/new").text
    day = now() + timedelta(days=3)
    form = {"headline": "Harbour", "when": "at", "date": f"{day:%Y-%m-%d}", "time": "06:30"}
    contributor.post("/desk/articles/submission", data=form)
    with app.app_context():
        article = db.session.query(Article).one()
        assert (article.state, article.published_at) == ("in review", None)
        assert f"{article.wished_at:%Y-%m-%d %H:%M}" == f"{day:%Y-%m-%d} 06:30"
    assert "requested for" in editor.get("/desk/queue").text


def test_a_wish_is_scheduled_from_the_queue_with_one_click(app, editor, newsroom):
    newsroom.settings(time_zone="Asia/Baku")
    wish = (now() + 50 * HOUR).replace(second=0, microsecond=0)
    story = newsroom.draft("Harbour", submitted_at=now(), wished_at=wish)
    page = editor.get("/desk/queue").text
    form = page[: page.index("Schedule for")].rpartition("<form")[2]
    fields = dict(re.findall(r'name="(date|time)" value="([^"]+)"', form))
    action = unescape(re.search(r'action="([^"]+)"', form)[1])
    assert editor.post(action, data=fields).headers["Location"] == "/desk/queue"
    with app.app_context():
        article = db.session.get(Article, story.id)
        assert (article.state, article.published_at) == ("scheduled", wish)


def test_a_story_without_alt_text_is_not_scheduled_either(app, editor, newsroom):
    story = newsroom.draft("Bare", submitted_at=now(), image=newsroom.image(""))
    data = {"date": "2099-01-01", "time": "06:00"}
    editor.post(f"/desk/articles/{story.id}/schedule", data=data)
    assert state_of(app, story) == "in review"
    assert "its picture has no alt text" in editor.get("/desk/queue").text


def test_a_second_note_replaces_the_first(app, editor, newsroom):
    story = newsroom.draft("Harbour", submitted_at=now())
    for words in ("Too long.", "Too short now."):
        with newsroom.at_work() as session:
            session.get(Article, story.id).submitted_at = now()
        send_back(editor, story, note=words)
    page = editor.get(f"/desk/articles/{story.id}").text
    assert "Too short now." in page and "Too long." not in page


def test_publishing_ends_the_note(editor, newsroom):
    story = newsroom.draft("Harbour", submitted_at=now())
    send_back(editor, story, note="Too long.")
    editor.post("/desk/articles/chosen", data={"do": "publish", "article": story.id})
    assert "Too long." not in editor.get(f"/desk/articles/{story.id}").text


def test_sending_back_is_logged_and_needs_no_note(app, editor, newsroom):
    story = newsroom.draft("Harbour", submitted_at=now())
    send_back(editor, story, note="  ")
    with app.app_context():
        assert db.session.get(Article, story.id).review_note is None
        assert db.session.query(AuditEntry).one().action == "sent back"


@pytest.mark.parametrize("made", ["draft", "article"])
def test_a_story_that_is_not_in_review_is_not_sent_back(app, editor, newsroom, made):
    story = getattr(newsroom, made)("Harbour")
    before = state_of(app, story)
    send_back(editor, story, note="Late.")
    assert state_of(app, story) == before
    page = editor.get("/desk/queue").text
    assert "“Harbour” is no longer in review." in page


def test_an_invalid_cursor_is_404(editor):
    assert editor.get("/desk/queue?before=x").status_code == 404


def test_the_next_address_is_always_inside_the_desk(editor, newsroom):
    story = newsroom.draft("Harbour", submitted_at=now())
    answer = editor.post(f"/desk/articles/{story.id}/submission/end?then=//evil.example")
    assert answer.headers["Location"] == f"/desk/articles/{story.id}"
