from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from portal.models import now
from portal.models.site import sitemap_entry

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}
NOON = datetime(2026, 1, 19, 12, tzinfo=UTC)


def texts(reader, address: str, path: str) -> list[str]:
    answer = reader.get(address)
    assert answer.content_type == "application/xml; charset=utf-8"
    return [node.text for node in etree.fromstring(answer.data).xpath(path, namespaces=NAMES)]


def paths(reader, address: str) -> list[str]:
    return [found.removeprefix("http://localhost") for found in texts(reader, address, "//s:loc")]


def everything(reader) -> list[str]:
    """Return every path in every file of the index."""
    return [path for file in paths(reader, "/sitemap.xml") for path in paths(reader, file)]


def test_sitemaps_list_every_public_page(reader, newsroom):
    europe, climate, anna = (
        newsroom.category("Europe"),
        newsroom.tag("Climate"),
        newsroom.author("Anna Ek"),
    )
    danube = newsroom.category("Danube", parent=europe)
    article = newsroom.article("River rises", category=danube, tags=[climate], authors=[anna])
    newsroom.page("About")

    assert everything(reader) == [
        "/",
        "/authors/",
        "/categories/",
        "/archive/",
        article.path,
        "/category/europe/",
        "/category/europe/danube/",
        "/tag/climate/",
        "/author/anna-ek/",
        "/about/",
    ]


def test_sitemaps_list_only_live_pages(reader, newsroom):
    tag = newsroom.tag("Climate")
    newsroom.draft("Not yet", tags=[tag])
    newsroom.article("Tomorrow's", tags=[tag], published_at=now() + timedelta(days=1))
    newsroom.bin(newsroom.article("Thrown away", tags=[tag]))
    newsroom.author("Has written nothing")
    assert everything(reader) == ["/", "/authors/", "/categories/", "/archive/"]
    assert paths(reader, "/news-sitemap.xml") == []


def test_empty_site_has_a_sitemap_index(reader):
    assert paths(reader, "/sitemap.xml") == ["/sitemap/site.xml"]


def test_lastmod_is_the_last_change_that_readers_saw(reader, newsroom):
    newsroom.article(published_at=NOON, updated_at=NOON + timedelta(hours=3))
    newsroom.article(published_at=NOON + timedelta(hours=1), updated_at=NOON)

    assert texts(reader, "/sitemap/articles-1.xml", "//s:lastmod") == [
        "2026-01-19T15:00:00+00:00",
        "2026-01-19T13:00:00+00:00",
    ]
    assert texts(reader, "/sitemap.xml", "//s:lastmod") == ["2026-01-19T15:00:00+00:00"]


def test_lastmod_of_a_list_is_its_newest_publication(reader, newsroom):
    tag = newsroom.tag("Climate")
    for hours in (1, 2, 0):
        newsroom.article(tags=[tag], published_at=NOON + timedelta(hours=hours))
    assert texts(reader, "/sitemap/tags-1.xml", "//s:lastmod") == ["2026-01-19T14:00:00+00:00"]


def test_files_are_ranges_of_ids_read_in_batches(reader, newsroom, monkeypatch):
    monkeypatch.setattr(sitemap_entry, "ADDRESSES_PER_FILE", 4)
    monkeypatch.setattr(sitemap_entry, "BATCH", 3)
    articles = [newsroom.article() for _ in range(11)]

    files = [file for file in paths(reader, "/sitemap.xml") if "articles" in file]
    found = [paths(reader, file) for file in files]

    assert len(files) >= 3
    assert all(1 <= len(file) <= 4 for file in found)
    assert [path for file in found for path in file] == [article.path for article in articles]


def test_file_without_indexable_stories_is_not_listed(reader, newsroom, monkeypatch):
    monkeypatch.setattr(sitemap_entry, "ADDRESSES_PER_FILE", 1)
    kept_out, found = newsroom.article(indexing_rule="noindex"), newsroom.article()
    files = paths(reader, "/sitemap.xml")
    assert f"/sitemap/articles-{found.id}.xml" in files
    assert f"/sitemap/articles-{kept_out.id}.xml" not in files


def test_new_story_does_not_change_older_files(reader, newsroom, monkeypatch):
    monkeypatch.setattr(sitemap_entry, "ADDRESSES_PER_FILE", 1)
    first = newsroom.article()
    address = f"/sitemap/articles-{first.id}.xml"
    before = reader.get(address)
    newsroom.article()
    known = {"If-None-Match": before.headers["ETag"]}
    assert reader.get(address, headers=known).status_code == 304
    since = {"If-Modified-Since": before.headers["Last-Modified"]}
    assert reader.get(address, headers=since).status_code == 304


def test_file_that_has_lost_a_story_has_a_new_etag(reader, newsroom):
    newsroom.article()
    lost = newsroom.article(published_at=NOON)
    known = {"If-None-Match": reader.get("/sitemap/articles-1.xml").headers["ETag"]}
    newsroom.bin(lost)
    assert reader.get("/sitemap/articles-1.xml", headers=known).status_code == 200


def test_a_file_is_streamed(app, newsroom):
    newsroom.article()
    answer = app.test_client().get("/sitemap/articles-1.xml", buffered=False)
    assert answer.content_length is None
    assert b"urlset" in answer.data


@pytest.mark.parametrize(
    ("rule", "in_sitemap", "in_news"),
    [
        ("own", True, True),
        ("noindex-news", True, False),
        ("noindex", False, False),
        ("canonical", False, False),
    ],
)
@pytest.mark.parametrize("of", ["article", "source"])
def test_indexing_rule_decides_which_sitemaps_list_a_story(
    reader, newsroom, rule, in_sitemap, in_news, of
):
    if of == "article":
        path = newsroom.article(indexing_rule=rule).path
    else:
        path = newsroom.article(source=newsroom.source(indexing=rule)).path
    assert (path in everything(reader)) is in_sitemap
    assert (path in paths(reader, "/news-sitemap.xml")) is in_news


def test_news_sitemap_has_publication_language_date_and_title(reader, newsroom):
    newsroom.settings(name="Europ Info", language="en-GB")
    article = newsroom.article("River & <b>rises\x02")
    newsroom.article("Fluss steigt", language="de")

    def told(name: str) -> list[str]:
        return texts(reader, "/news-sitemap.xml", f"//n:{name}")

    assert told("name") == ["Europ Info"] * 2
    assert told("language") == ["de", "en"]
    assert told("title") == ["Fluss steigt", "River & <b>rises"]
    assert datetime.fromisoformat(told("publication_date")[1]) == article.published_at


def test_news_sitemap_covers_two_days(reader, newsroom):
    kept = newsroom.article(published_at=now() - timedelta(days=1, hours=23))
    newsroom.article(published_at=now() - timedelta(days=2, hours=1))
    assert paths(reader, "/news-sitemap.xml") == [kept.path]


def test_news_sitemap_is_not_cached(reader, newsroom):
    newsroom.article()
    assert reader.get("/news-sitemap.xml").headers["Cache-Control"] == "no-cache"


def test_news_sitemap_is_limited_to_the_newest_stories(reader, newsroom, monkeypatch):
    monkeypatch.setattr("portal.site.feeds.sitemaps.MAX_NEWS_ADDRESSES", 3)
    articles = [newsroom.article() for _ in range(5)]
    assert paths(reader, "/news-sitemap.xml") == [article.path for article in articles[:1:-1]]


@pytest.mark.parametrize(
    "address",
    [
        "/sitemap/articles-1.xml",
        "/sitemap/articles-0.xml",
        "/sitemap/articles-99999999999999999999.xml",
        "/sitemap/articles-x.xml",
        "/sitemap/drafts-1.xml",
    ],
)
def test_empty_sitemap_file_is_not_found(reader, address):
    assert reader.get(address, follow_redirects=True).status_code == 404


@pytest.mark.parametrize(
    "old",
    [
        "/wp-sitemap.xml",
        "/wp-sitemap-posts-post-1.xml",
        "/sitemap_index.xml",
        "/sitemap-index.xml",
        "/post-sitemap.xml",
        "/category-sitemap.xml",
    ],
)
def test_wordpress_sitemaps_redirect(reader, old):
    answer = reader.get(old)
    assert (answer.status_code, answer.location) == (301, "/sitemap.xml")
