from __future__ import annotations

import gzip

from lxml import html


def test_lite_story_is_whole_without_scripts_or_pictures(reader, newsroom):
    body = "<p>First.</p><figure><img src='/media/ab/ab12000000000000-720.webp' alt='A map' width='720' height='480'></figure><p>Last.</p>"
    article = newsroom.article("River rises", body=body, category=newsroom.category("Europe"))
    page = html.fromstring(reader.get(f"{article.path}?lite=1").text)
    assert not page.cssselect("script, img, iframe")
    text = page.text_content()
    assert "First." in text and "Last." in text and "Picture: A map" in text


def test_lite_links_lead_to_lite_pages(reader, newsroom):
    newsroom.settings(stories_per_page=1)
    europe = newsroom.category("Europe")
    article = newsroom.article(
        "River rises", category=europe, body="<p><a href='/about/'>x</a></p>"
    )
    newsroom.article("Newer", category=europe)
    lists = ("/archive/", article.path[:6], article.path[:9], "/authors/", "/categories/")
    for path in (article.path, "/category/europe/", "/", *lists):
        page = html.fromstring(reader.get(f"{path}?lite=1").text)
        assert not page.cssselect("script, img"), path
        inner = [a.get("href") for a in page.cssselect("a") if a.get("href").startswith("/")]
        plain = [href for href in inner if "lite=1" not in href]
        assert set(plain) == {path}, path  # the link to the full page


def test_lite_page_names_the_full_one_as_canonical(reader, newsroom):
    article = newsroom.article()
    page = html.fromstring(reader.get(f"{article.path}?lite=1").text)
    assert page.cssselect("link[rel=canonical]")[0].get("href").endswith(article.path)


def test_lite_shows_pictures_when_asked_for(reader, newsroom):
    article = newsroom.article(
        body="<figure><img src='/media/ab/ab12000000000000-720.webp' alt='A map' width='720' height='480'></figure>"
    )
    assert "<img" in reader.get(f"{article.path}?lite=1&pictures=1").text


def test_lite_story_of_nine_hundred_words_fits_the_first_round_trip(reader, newsroom):
    words = "the river runs short of water and nine states agree to count each cubic metre ".split()
    body = "".join(f"<p>{' '.join((words * 6)[n : n + 75])} {n}.</p>" for n in range(12))
    article = newsroom.article("River rises", body=body, category=newsroom.category("Europe"))
    page = reader.get(f"{article.path}?lite=1").data
    sheet = reader.get(html.fromstring(page).cssselect("link[rel=stylesheet]")[0].get("href")).data
    assert len(gzip.compress(page)) + len(gzip.compress(sheet)) < 14_000


def test_lite_archive_and_authors_link_their_lists(reader, newsroom):
    author = newsroom.author("Réka Halász", role="Danube correspondent")
    article = newsroom.article(authors=[author])
    for path, link in (("/archive/", article.path[:9]), ("/authors/", author.path)):
        page = html.fromstring(reader.get(f"{path}?lite=1").text)
        found = page.cssselect(f"main a[href='{link}?lite=1']")[0].getparent()
        assert "1 story" in found.text_content(), path


def test_page_without_a_lite_version_is_shown_in_full(reader, newsroom):
    day = newsroom.article().day
    assert reader.get(f"/calendar/{day:%Y/%m}/?lite=1").status_code == 200
