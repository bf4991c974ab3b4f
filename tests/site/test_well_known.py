from __future__ import annotations

import json


def test_robots_txt_lists_the_sitemaps_and_disallows_searches(reader):
    answer = reader.get("/robots.txt")
    lines = answer.text.splitlines()
    assert answer.content_type == "text/plain; charset=utf-8"
    assert "Sitemap: http://localhost/sitemap.xml" in lines
    assert "Sitemap: http://localhost/news-sitemap.xml" in lines
    assert "Disallow: /search/" in lines
    assert "Disallow: /*?part=" in lines


def test_ads_txt_is_the_editors_setting(reader, newsroom):
    line = "ads.example, 1234, DIRECT\n"
    newsroom.settings(ads_txt=line)
    answer = reader.get("/ads.txt")
    assert (answer.text, answer.mimetype) == (line, "text/plain")


def test_ads_txt_is_not_found_without_the_setting(reader):
    assert reader.get("/ads.txt", follow_redirects=True).status_code == 404


def test_manifest_has_the_name_and_the_icons(reader, newsroom):
    newsroom.settings(name="Günel", tagline="Səhər", language="az")

    answer = reader.get("/site.webmanifest")
    told = json.loads(answer.data)

    assert answer.mimetype == "application/manifest+json"
    assert (told["name"], told["description"], told["lang"], told["dir"]) == (
        "Günel",
        "Səhər",
        "az",
        "ltr",
    )
    for icon in told["icons"]:
        assert reader.get(icon["src"]).status_code == 200


def test_syndicated_story_is_excluded_from_google_news(reader, newsroom):
    told = '<meta name="Googlebot-News" content="noindex">'
    theirs = newsroom.article(source=newsroom.source())
    ours = newsroom.article()
    assert told in reader.get(theirs.path).text
    assert told not in reader.get(ours.path).text
