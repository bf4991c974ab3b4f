from __future__ import annotations

import pytest
from lxml import html


def cursor(reader) -> str:
    page = html.fromstring(reader.get("/").text)
    return page.cssselect(".latest__list li")[0].get("data-cursor")


def test_sidebar_shows_the_eight_newest(reader, newsroom):
    for number in range(10):
        newsroom.article(f"Story {number}")
    page = html.fromstring(reader.get("/latest/").text)
    shown = [each.text_content().strip() for each in page.cssselect(".latest__headline")]
    assert shown == [f"Story {number}" for number in range(9, 1, -1)]


def test_nothing_newer_answers_204(reader, newsroom):
    newsroom.article()
    assert reader.get(f"/latest/since/{cursor(reader)}/").status_code == 204


def test_newer_stories_are_returned_with_their_number(reader, newsroom):
    newsroom.article("Old")
    since = cursor(reader)
    newsroom.article("New")
    newsroom.article("Newest")
    answer = reader.get(f"/latest/since/{since}/")
    assert answer.text.index("Newest") < answer.text.index("New<")
    assert "Old" not in answer.text
    assert "2 new stories" in answer.text
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_story_that_was_taken_down_is_not_in_the_sidebar(app, reader, newsroom):
    from portal.extensions import db
    from portal.models import Article

    article = newsroom.article("Too soon")
    assert "Too soon" in reader.get("/").text
    with app.app_context():
        db.session.get(Article, article.id).unpublish()
        db.session.commit()
    assert "Too soon" not in reader.get("/").text


@pytest.mark.parametrize("since", ["x", "1", "1-2-3", "-1-1"])
def test_cursor_that_we_never_gave_out_is_not_found(reader, newsroom, since):
    assert reader.get(f"/latest/since/{since}/").status_code == 404
