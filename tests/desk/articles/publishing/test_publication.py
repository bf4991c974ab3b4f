"""Publish now or at a time, publish changes, and take a story offline."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from lxml import html

from portal.extensions import db
from portal.models import Article, Correction, Occasion, Pin, Revision, now


def local(moment: datetime, zone: str = "Europe/Brussels") -> dict[str, str]:
    """Return the fields of a publication time."""
    there = moment.astimezone(ZoneInfo(zone))
    return {"when": "at", "date": f"{there:%Y-%m-%d}", "time": f"{there:%H:%M}"}


def test_an_author_publishes_a_new_story(author, reader):
    answer = author.post("/desk/articles/publication", data={"headline": "River rises"})
    assert answer.status_code == 303
    page = author.get(answer.headers["Location"]).text
    path = page.partition('<dd><a href="')[2].partition('"')[0]
    assert "River rises" in reader.get(path).text


def test_a_scheduled_story_is_live_from_its_time_in_the_zone_of_the_paper(editor, newsroom, reader):
    newsroom.settings(time_zone="Europe/Brussels")
    ahead = (now() + timedelta(days=2)).replace(hour=5, minute=0, second=0, microsecond=0)
    editor.post("/desk/articles/publication", data={"headline": "River rises"} | local(ahead))
    article = newsroom.saved("River rises")
    assert (article.state, article.published_at) == ("scheduled", ahead)
    assert reader.get(article.path).status_code == 404
    assert f'value="{local(ahead)["time"]}"' in editor.get(f"/desk/articles/{article.id}").text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"date": "2020-01-01", "time": "06:00"}, "Choose a day in the future"),
        ({"date": "", "time": "06:00"}, "Choose a day."),
        ({"date": "soon", "time": "06:00"}, "Choose a day."),
        ({"date": "2099-01-01", "time": ""}, "Choose a time."),
        ({"date": "2099-01-01", "time": "25:00"}, "Choose a time."),
        ({"date": "2027-03-28", "time": "02:30"}, "the clocks skip it"),
    ],
)
def test_an_impossible_time_is_refused_and_kept_in_the_form(editor, newsroom, typed, words):
    newsroom.settings(time_zone="Europe/Brussels")
    sent = {"headline": "River rises", "body": "<p>Kept</p>", "when": "at"} | typed
    answer = editor.post("/desk/articles/publication", data=sent)
    assert answer.status_code == 422
    assert words in answer.text
    assert "&lt;p&gt;Kept&lt;/p&gt;" in answer.text


def test_a_picture_needs_alt_text_or_is_decoration_to_be_published(editor, newsroom):
    image = newsroom.image(alt="")
    sent = {"headline": "River rises", "image": image.id}
    refused = editor.post("/desk/articles/publication", data=sent)
    assert refused.status_code == 422
    assert "Describe the picture" in refused.text
    taken = editor.post("/desk/articles/publication", data=sent | {"decorative": "y"})
    assert taken.status_code == 303


def test_publishing_changes_keeps_the_date_and_may_add_a_correction(editor, newsroom, reader):
    published = datetime(2025, 5, 2, 8, tzinfo=UTC)
    article = newsroom.article("Ten boats", published_at=published)
    sent = {"version": 1, "headline": "Nine boats", "slug": article.slug}
    editor.post(
        f"/desk/articles/{article.id}/publication",
        data=sent | {"correction": "It was nine, not ten."},
    )
    assert newsroom.saved("Nine boats").published_at == published
    page = reader.get(article.path).text
    assert "Nine boats" in page
    assert "It was nine, not ten." in page


def test_a_wrong_correction_is_removed_and_its_text_returns_to_the_form(editor, newsroom, reader):
    story = newsroom.article("Ferry", corrections=[Correction(text="Nine moths, not eight.")])
    at = f"/desk/articles/{story.id}"
    (take_out,) = re.findall(rf"{at}/corrections/\d+/removal", editor.get(at).text)
    assert editor.post(take_out, data={"headline": "Ferry", "version": 1}).status_code == 303
    assert "Nine moths" not in reader.get(story.path).text
    assert "Nine moths, not eight.</textarea>" in editor.get(at).text
    assert editor.post(take_out).status_code == 404


def test_a_correction_is_removed_only_through_its_own_story(editor, newsroom):
    newsroom.article("Ferry", corrections=[Correction(id=7, text="Nine months.")])
    other = newsroom.article("Harbour")
    assert editor.post(f"/desk/articles/{other.id}/corrections/7/removal").status_code == 404


def test_revisions_name_the_occasion_even_without_changed_text(editor, newsroom, app):
    typed = {"headline": "Ferry sails", "body": "<p>At six.</p>"}
    editor.post("/desk/articles", data=typed)
    at = f"/desk/articles/{newsroom.saved('Ferry sails').id}"
    tomorrow = local(now() + timedelta(days=1), "UTC")
    editor.post(f"{at}/publication", data=typed | tomorrow | {"version": 1})
    editor.post(f"{at}/publication/end")
    editor.post(f"{at}/publication", data=typed | {"version": 2})
    typed["body"] = "<p>At seven.</p>"
    editor.post(f"{at}/publication", data=typed | {"version": 3, "correction": "Not six."})

    with app.app_context():
        notes = db.session.scalars(Revision.select_for(db.session.get(Article, int(at[15:]))))
        assert [each.note for each in notes] == [
            Occasion.CORRECTED, Occasion.PUBLISHED, Occasion.SCHEDULED, Occasion.FIRST,
        ]  # fmt: skip
    page = editor.get(f"{at}/revisions").text
    assert "<del>six</del>" in page and "<ins>seven</ins>" in page


def test_publishing_a_stale_form_shows_both_versions(editor, admin, newsroom, reader, app):
    live = newsroom.article("Ferry", body="<p>One</p>")
    at = f"/desk/articles/{live.id}/publication"
    his = {"headline": "Ferry", "slug": "ferry", "version": 1, "body": "<p>One, his</p>"}
    hers = his | {"body": "<p>One, hers</p>"}
    assert editor.post(at, data=his).status_code == 303
    answer = admin.post(at, data=hers)
    assert answer.status_code == 409
    assert "One, his" in reader.get(live.path).text
    form = html.fromstring(answer.text).cssselect("main form")[0]
    assert form.get("action") == at
    chosen = dict(form.form_values()) | {"choose-body": "theirs"}
    assert admin.post(at, data=chosen).status_code == 303

    assert "One, his" in reader.get(live.path).text
    with app.app_context():
        bodies = [each.fields["body"] for each in db.session.query(Revision)]
    assert {"<p>One</p>", "<p>One, his</p>", "<p>One, hers</p>"} <= {*bodies}


def test_a_changed_address_redirects_from_the_old_one(editor, newsroom, reader):
    article = newsroom.article("Ten boats")
    sent = {"version": 1, "headline": "Ten boats", "slug": "boats-counted"}
    editor.post(f"/desk/articles/{article.id}/publication", data=sent)
    answer = reader.get(article.path)
    assert answer.status_code == 301
    assert answer.headers["Location"].endswith("/boats-counted/")


def test_the_address_of_another_story_of_that_day_is_refused(editor, newsroom):
    newsroom.article("Car ferry")
    article = newsroom.article("Ten boats")
    sent = {"version": 1, "headline": "Ten boats", "slug": "car-ferry"}
    answer = editor.post(f"/desk/articles/{article.id}/publication", data=sent)
    assert answer.status_code == 422
    assert "Another story of that day uses “car-ferry”. Try “car-ferry-2”." in answer.text


def test_the_address_of_an_offline_story_answers_410(editor, newsroom, reader):
    article = newsroom.article("Ten boats")
    editor.post(f"/desk/articles/{article.id}/publication/end")
    assert newsroom.saved("Ten boats").state == "unpublished"
    assert reader.get(article.path).status_code == 410
    sent = {"version": 1, "headline": "Ten boats", "slug": article.slug}
    editor.post(f"/desk/articles/{article.id}/publication", data=sent)
    assert reader.get(article.path).status_code == 200


def test_a_scheduled_lead_replaces_the_present_one_once_it_is_live(app, editor, newsroom):
    now_lead = newsroom.article("Harbour wall holds")
    newsroom._add(Pin(slot="lead", article_id=now_lead.id))
    sent = {"headline": "Ferry sails", "slot": "lead"} | local(now() + timedelta(days=1), "UTC")
    editor.post("/desk/articles/publication", data=sent)
    with app.app_context():
        assert Pin.by_slot()["lead"].headline == "Harbour wall holds"
    ferry = newsroom.saved("Ferry sails")
    with newsroom.at_work() as session:
        session.merge(ferry).published_at = now()
    with app.app_context():
        assert Pin.by_slot()["lead"].headline == "Ferry sails"


def test_a_contributor_sends_for_review_and_may_not_publish(contributor, newsroom):
    answer = contributor.post("/desk/articles/submission", data={"headline": "By Ada"})
    article = newsroom.saved("By Ada")
    assert answer.status_code == 303
    assert article.state == "in review"
    again = {"headline": "By Ada", "version": article.version}
    contributor.post(f"/desk/articles/{article.id}/submission", data=again)
    assert newsroom.saved("By Ada").submitted_at == article.submitted_at  # it keeps its place
    refused = contributor.post(f"/desk/articles/{article.id}/publication")
    assert refused.status_code == 403
    contributor.post(f"/desk/articles/{article.id}/submission/end")
    assert newsroom.saved("By Ada").state == "draft"


def test_two_editors_claiming_one_address_at_once_lose_no_text(editor, newsroom, monkeypatch):
    newsroom.article("Ten boats")
    monkeypatch.setattr(Article, "free_slug", lambda _article, wanted: wanted)
    sent = {"headline": "Ten boats", "body": "<p>Long work</p>"}
    ours = {"Sec-Fetch-Site": "same-origin"}
    answer = editor.post("/desk/articles/publication", data=sent, headers=ours)
    assert answer.status_code == 409
    assert "Someone else saved the same thing just now." in answer.text
    assert "Long work" in answer.text and "Send again" in answer.text
