"""The response cache, as readers and editors notice it."""

from __future__ import annotations

import gzip
from collections import Counter
from threading import Barrier, Thread

import brotli
import pytest

from portal.extensions import db
from portal.metrics import Metrics
from portal.models import Article
from tests.conftest import new_app
from tests.newsroom import Newsroom

CHROME = {"Accept-Encoding": "gzip, deflate, br, zstd"}


@pytest.fixture
def rendered(app, monkeypatch) -> Counter[str]:
    """Count how often each address is rendered."""
    times: Counter[str] = Counter()
    cache = app.extensions["cache"]
    inner = cache.app

    def counting(environ, start_response):
        times[environ["PATH_INFO"]] += 1
        return inner(environ, start_response)

    monkeypatch.setattr(cache, "app", counting)
    return times


def test_a_page_is_rendered_once_for_all_readers(reader, newsroom, rendered):
    path = newsroom.article("River rises").path
    pages = {reader.get(path).data for _ in range(3)}
    assert len(pages) == 1
    assert rendered[path] == 1


def test_a_burst_renders_a_page_once(app, newsroom, rendered, monkeypatch):
    path = newsroom.article("River rises").path
    together = Barrier(20)
    answers = []

    def ask() -> None:
        client = app.test_client()
        together.wait()
        answers.append(client.get(path))

    readers = [Thread(target=ask) for _ in range(20)]
    for each in readers:
        each.start()
    for each in readers:
        each.join(timeout=30)
    assert {each.status_code for each in answers} == {200}
    assert len({each.data for each in answers}) == 1
    assert rendered[path] == 1


def test_a_rendering_that_fails_does_not_block_the_next(app, reader, newsroom, monkeypatch):
    path = newsroom.article("River rises").path
    cache = app.extensions["cache"]
    inner, failed = cache.app, []

    def failing_once(environ, start_response):
        if not failed:
            failed.append(True)
            raise RuntimeError("the press is on fire")
        return inner(environ, start_response)

    monkeypatch.setattr(cache, "app", failing_once)
    with pytest.raises(RuntimeError):
        reader.get(path)
    assert reader.get(path).status_code == 200


def test_unknown_parameters_do_not_make_another_response(reader, newsroom, rendered):
    path = newsroom.article("River rises").path
    plain = reader.get(path).data
    for query in ("?utm_source=x", "?fbclid=1&utm_medium=y", "?", "?gclid"):
        assert reader.get(path + query).data == plain
    assert rendered[path] == 1


def test_the_order_of_parameters_does_not_make_another_response(reader, newsroom, rendered):
    newsroom.article("River rises")
    reader.get("/search/?q=river&sort=relevance")
    reader.get("/search/?utm_source=x&sort=relevance&q=river&q=other")
    assert rendered["/search/"] == 1


def test_a_redirect_carries_the_whole_query(reader, newsroom):
    path = newsroom.article("River rises").path
    answer = reader.get(path.rstrip("/") + "?utm_source=x")
    assert answer.headers["Location"] == f"{path}?utm_source=x"


@pytest.mark.parametrize("parameter", ["lite=1", "part=story", "part=related"])
def test_known_parameters_have_responses_of_their_own(reader, newsroom, parameter):
    path = newsroom.article("River rises").path
    assert reader.get(path).data != reader.get(f"{path}?{parameter}").data


def test_publishing_shows_at_once(reader, newsroom):
    assert "River rises" not in reader.get("/").text
    newsroom.article("River rises")
    assert "River rises" in reader.get("/").text


def test_a_correction_of_the_headline_shows_at_once(app, reader, newsroom):
    article = newsroom.article("River rises")
    reader.get(article.path)
    with newsroom.at_work() as session:
        session.get(Article, article.id).headline = "River falls"
    assert "River falls" in reader.get(article.path).text


def test_saving_a_draft_drops_nothing(app, reader, newsroom, rendered):
    draft = newsroom.draft("Not yet")
    reader.get("/")
    with app.app_context():
        db.session.get(Article, draft.id).headline = "Not yet, still"
        db.session.commit()
    reader.get("/")
    assert rendered["/"] == 1


def test_a_response_begun_before_a_change_is_not_cached(app, reader, newsroom, monkeypatch):
    """Its story may be new and its sidebar old."""
    cache = app.extensions["cache"]
    inner = cache.app

    def while_somebody_publishes(environ, start_response):
        monkeypatch.setattr(cache, "app", inner)
        answer = b"".join(inner(environ, start_response))
        newsroom.article("River rises")
        return [answer]

    monkeypatch.setattr(cache, "app", while_somebody_publishes)
    assert "River rises" not in reader.get("/").text
    assert len(cache.responses) == 0
    assert "River rises" in reader.get("/").text


def test_all_clients_get_the_same_response(reader, newsroom, rendered):
    path = newsroom.article("River rises").path
    plain = reader.get(path)
    headers = {
        "Cookie": "wordpress_logged_in=1; desk=abc", "Accept-Language": "de", "HX-Request": "true",
        "User-Agent": "Googlebot", "Authorization": "Basic eDp5", "X-Forwarded-Host": "evil",
        "Range": "bytes=0-9", "Cache-Control": "no-cache",
    }  # fmt: skip
    other = reader.get(path, headers=headers)
    assert (other.status_code, other.data, other.headers) == (200, plain.data, plain.headers)
    assert rendered[path] == 1


def test_no_header_of_a_client_reaches_the_app(app, reader, monkeypatch):
    cache, seen = app.extensions["cache"], []
    inner = cache.app

    def looking(environ, start_response):
        seen.append({name for name in environ if name.startswith("HTTP_")})
        return inner(environ, start_response)

    monkeypatch.setattr(cache, "app", looking)
    reader.get("/latest/", headers={"Cookie": "a=b", "If-None-Match": "*", "Accept": "x/y"})
    assert seen == [{"HTTP_HOST"}]


def test_head_is_answered_as_get_without_the_body(reader, newsroom):
    path = newsroom.article("River rises").path
    head, page = reader.head(path, headers=CHROME), reader.get(path, headers=CHROME)
    assert head.data == b""
    assert head.headers == page.headers
    assert int(head.headers["Content-Length"]) == len(page.data)


def test_each_encoding_is_the_same_page_with_an_etag_of_its_own(reader, newsroom):
    path = newsroom.article("River rises").path
    plain, zipped, smallest = (
        reader.get(path, headers={"Accept-Encoding": each}) for each in ("", "gzip", "gzip, br")
    )
    assert gzip.decompress(zipped.data) == brotli.decompress(smallest.data) == plain.data
    assert len({each.headers["ETag"] for each in (plain, zipped, smallest)}) == 3
    assert {each.headers["Vary"] for each in (plain, zipped, smallest)} == {"Accept-Encoding"}
    assert not any(each.headers["ETag"].startswith("W/") for each in (plain, zipped, smallest))
    assert smallest.headers["Content-Encoding"] == "br"
    assert "Content-Encoding" not in plain.headers


def test_a_page_that_the_reader_has_is_not_sent_again(reader, newsroom):
    path = newsroom.article("River rises").path
    page = reader.get(path, headers=CHROME)
    for tags in (page.headers["ETag"], f'"x", W/{page.headers["ETag"]}', "*"):
        again = reader.get(path, headers=CHROME | {"If-None-Match": tags})
        assert (again.status_code, again.data) == (304, b""), tags
        assert again.headers["ETag"] == page.headers["ETag"]
        assert again.headers["Cache-Control"] == page.headers["Cache-Control"]
        assert again.headers["Vary"] == "Accept-Encoding"
        assert "Content-Encoding" not in again.headers
    assert reader.get(path, headers={"If-None-Match": page.headers["ETag"]}).status_code == 200


def test_a_date_counts_only_without_an_etag(reader, newsroom):
    newsroom.article("River rises")
    date = {"If-Modified-Since": reader.get("/feed/").headers["Last-Modified"]}
    assert reader.get("/feed/", headers=date).status_code == 304
    assert reader.get("/feed/", headers=date | {"If-None-Match": '"x"'}).status_code == 200
    assert reader.get("/feed/", headers={"If-Modified-Since": "yesterday"}).status_code == 200
    old = {"If-Modified-Since": "Thu, 19 Nov 2009 07:00:00 GMT"}
    assert reader.get("/feed/", headers=old).status_code == 200


def test_browsers_revalidate_each_time_and_proxies_after_a_second(reader, newsroom):
    newsroom.article("River rises")
    for path in ("/", "/feed/", "/robots.txt", "/latest/since/0-0/", "/latest/since/9-9/"):
        headers = reader.get(path).headers
        assert headers["Cache-Control"] == "public, max-age=0, s-maxage=1, must-revalidate", path
        assert headers["CDN-Cache-Control"].startswith("max-age=1, stale-while-revalidate="), path


def test_a_204_is_cached(reader, newsroom, rendered):
    newsroom.article("River rises")
    for _ in range(2):
        assert reader.get("/latest/since/9999999999999999-9/").status_code == 204
    assert sum(rendered.values()) == 1


def test_a_404_is_not_cached(app, reader, newsroom, rendered):
    """Each one is counted for the desk, and an editor may create a redirect there at any moment."""
    assert [reader.get("/nothing/").status_code for _ in range(2)] == [404, 404]
    assert rendered["/nothing/"] == 2
    newsroom.redirect("/nothing/", address="/latest/")
    assert reader.get("/nothing/").headers["Location"] == "/latest/"


def test_a_410_is_cached(reader, newsroom, rendered):
    article = newsroom.article("River rises")
    newsroom.bin(article)
    assert [reader.get(article.path).status_code for _ in range(2)] == [410, 410]
    assert rendered[article.path] == 1


@pytest.mark.parametrize("path", ["/desk/", "/desk/sign-in", "/healthz", "/readyz", "/accent/"])
def test_pages_that_are_not_for_readers_are_never_cached(app, reader, path):
    cache = app.extensions["cache"]
    cache.responses.drop_other_editions(None)
    reader.get(path)
    assert len(cache.responses) == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Cache-Control": "no-store"},
        {"Cache-Control": "private, max-age=60"},
        {"Cache-Control": "public", "Set-Cookie": "a=b"},
        {"Cache-Control": "public", "Vary": "Cookie"},
        {"Cache-Control": "public", "Vary": "*"},
        {},
    ],
)
def test_a_response_that_is_not_public_is_rendered_for_each_reader(
    app, reader, headers, monkeypatch
):
    times = []

    def personal(environ, start_response):
        times.append(environ)
        start_response("200 OK", [("Content-Type", "text/plain"), *headers.items()])
        return [b"for you"]

    monkeypatch.setattr(app.extensions["cache"], "app", personal)
    assert [reader.get("/personal/").data for _ in range(2)] == [b"for you"] * 2
    assert len(times) == 2


def test_a_500_is_never_cached(app, reader, newsroom, monkeypatch):
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    with monkeypatch.context() as broken:
        broken.setattr("portal.site.front.ids_above_strips", lambda: 1 / 0)
        assert reader.get("/").status_code == 500
    assert reader.get("/").status_code == 200


@pytest.fixture
def small(tmp_path):
    """A newspaper with a cache of one megabyte."""
    return new_app(tmp_path, CACHE_MB=1)


def test_the_cache_stays_within_its_capacity(small):
    newsroom, reader, cache = Newsroom(small), small.test_client(), small.extensions["cache"]
    tags = [newsroom.tag(f"Tag {number}") for number in range(60)]
    newsroom.article("River rises", tags=tags)
    for tag in tags:
        reader.get(tag.path)
        assert cache.responses.used_bytes <= 1_000_000
    assert 10 < len(cache.responses.pages) < 60


def test_the_least_recently_used_page_is_dropped_first(small):
    newsroom, reader, cache = Newsroom(small), small.test_client(), small.extensions["cache"]
    tags = [newsroom.tag(f"Tag {number}") for number in range(60)]
    newsroom.article("River rises", tags=tags)
    reader.get("/")
    reader.get("/archive/")
    for tag in tags:
        reader.get(tag.path)
        reader.get("/")
    cached = [path for _, path, _ in cache.responses.pages.responses]
    assert "/" in cached
    assert tags[-1].path in cached
    assert "/archive/" not in cached


def test_searches_and_nonsense_do_not_evict_a_page(small):
    newsroom, reader, cache = Newsroom(small), small.test_client(), small.extensions["cache"]
    newsroom.article("River rises")
    reader.get("/")
    for number in range(60):
        reader.get(f"/search/?q=word{number}")
        reader.get(f"/nonsense/{number}/")
        reader.get(f"/?lite={number}")
    assert [path for _, path, _ in cache.responses.pages.responses] == ["/"]
    assert len(cache.responses.endless) < 60


def test_without_capacity_nothing_is_cached_and_all_else_works(tmp_path):
    app = new_app(tmp_path, CACHE_MB=0)
    Newsroom(app).article("River rises")
    reader = app.test_client()
    page = reader.get("/", headers=CHROME)
    assert page.headers["Content-Encoding"] == "br"
    again = reader.get("/", headers=CHROME | {"If-None-Match": page.headers["ETag"]})
    assert again.status_code == 304
    assert len(app.extensions["cache"].responses) == 0


def test_one_reader_waits_for_the_new_response_while_others_get_the_last(tmp_path):
    app = new_app(tmp_path, STALE_MS=500)
    newsroom, reader, cache = Newsroom(app), app.test_client(), app.extensions["cache"]
    inner, seen = cache.app, []

    def while_another_asks(environ, start_response):
        cache.app = inner
        seen.append(app.test_client().get("/").text)
        return inner(environ, start_response)

    reader.get("/")
    newsroom.article("River rises")
    cache.app = while_another_asks
    assert "River rises" in reader.get("/").text
    assert "River rises" not in seen[0]
    assert "River rises" in reader.get("/").text


def test_the_last_response_is_not_sent_longer_than_allowed(tmp_path, monkeypatch):
    monkeypatch.setattr("portal.cache.single_flight.WAIT_TIMEOUT_SECONDS", 0)
    app = new_app(tmp_path, STALE_MS=500)
    newsroom, reader, cache = Newsroom(app), app.test_client(), app.extensions["cache"]
    inner, seen = cache.app, []

    def while_another_asks_later(environ, start_response):
        cache.app = inner
        cache.edition_changed_at -= 0.6
        seen.append(app.test_client().get("/").text)
        return inner(environ, start_response)

    reader.get("/")
    newsroom.article("River rises")
    cache.app = while_another_asks_later
    reader.get("/")
    assert "River rises" in seen[0]


def test_the_metrics_count_cached_responses_hits_and_misses(app, reader, monkeypatch):
    metrics, cache = Metrics(rows=1), app.extensions["cache"]
    monkeypatch.setattr(cache, "metrics", metrics.worker(0))
    for _ in range(3):
        reader.get("/latest/")
    assert (metrics.sum("misses"), metrics.sum("hits")) == (1, 2)
    assert metrics.sum("kept_answers") == len(cache.responses) == 1
    assert metrics.sum("kept_bytes") == cache.responses.used_bytes > 0
