from __future__ import annotations

import json

from lxml import html


def test_story_links_the_next_older_one(reader, newsroom):
    older = newsroom.article("Older")
    newer = newsroom.article("Newer")
    link = html.fromstring(reader.get(newer.path).text).cssselect(".next-story a")[0]
    assert link.get("href") == older.path
    assert link.get("hx-get") == f"{older.path}?part=story"


def test_following_story_is_a_fragment_with_its_own_byline_and_ids(reader, newsroom):
    author = newsroom.author("Réka Halász")
    body = "<p>x</p><h2>Then</h2><p>x</p><h2>After</h2>"
    article = newsroom.article("Olдer", authors=[author], body=body)
    answer = reader.get(f"{article.path}?part=story")
    part = html.fromstring(f"<div>{answer.text}</div>")
    assert not part.cssselect("h1, aside.side")
    assert part.cssselect("h2.article__headline") and part.cssselect(".byline__names a")
    ids = [heading.get("id") for heading in part.cssselect(".prose h2")]
    assert ids == [f"s{article.id}-then", f"s{article.id}-after"]
    assert part.cssselect(".article")[0].get("data-path") == article.path
    assert json.loads(answer.headers["HX-Trigger"]) == {"announce": "Next story: Olдer"}
    assert answer.headers["HX-Trigger"].isascii()


def test_landmarks_of_a_following_story_have_distinct_names(reader, newsroom):
    newsroom.article("Before")
    body = "<h2>Then</h2><p>x</p><h2>After</h2>"
    article = newsroom.article("River rises", body=body)
    whole, part = (
        {
            nav.get("aria-label")
            for nav in html.fromstring(f"<div>{page}</div>").cssselect(".article nav")
        }
        for page in (reader.get(article.path).text, reader.get(f"{article.path}?part=story").text)
    )
    assert whole == {"You are here", "In this story", "Previous and next story"}
    assert part == {f"{name}: River rises" for name in whole}


def test_oldest_story_links_no_older_one(reader, newsroom):
    article = newsroom.article()
    assert not html.fromstring(reader.get(article.path).text).cssselect(".next-story")
