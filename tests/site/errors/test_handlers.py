from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest

from portal.models import Redirect


def test_404_page_has_a_search_box(reader):
    answer = reader.get("/never/was/here/")
    assert answer.status_code == 404
    assert "Page not found" in answer.text
    assert 'action="/search/"' in answer.text


def test_old_address_redirects_to_the_article(reader, newsroom):
    article = newsroom.article("River rises")
    newsroom._add(Redirect(old="/2013/01/river", article_id=article.id))
    newsroom._add(Redirect(old="/?p=12", article_id=article.id))
    for old in ("/2013/01/river/", "/2013/01/river/amp/", "/?p=12"):
        answer = reader.get(old, follow_redirects=True)
        assert answer.request.path == article.path, old


def test_wordpress_front_page_numbers_redirect_to_the_latest(reader):
    answer = reader.get("/page/3/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/latest/")


def test_unknown_plain_address_shows_the_front_page(reader):
    assert reader.get("/?p=999").status_code == 200


def test_address_with_capitals_redirects_to_small_letters(reader, newsroom):
    article = newsroom.article("River rises")
    answer = reader.get(article.path.upper())
    assert (answer.status_code, answer.headers["Location"]) == (301, article.path)


@pytest.mark.both_databases
@pytest.mark.parametrize("name", ["%00", "a%00b", "%ff", "%F0%9F%98%80", "x" * 7000])
def test_odd_path_is_not_found(reader, name):
    lists = ("category", "category/a", "tag", "author", "about", "2026/01/19", "page", "sitemap")
    for path in (f"/{name}", f"/{name}/", *(f"/{each}/{name}/" for each in lists)):
        assert reader.get(path).status_code == 404, path
    for path in (f"/tag/{name}/feed/", f"/author/{name}/feed/atom/", f"/?q={name}&s={name}"):
        assert reader.get(path).status_code in (301, 404), path


@pytest.mark.parametrize("path", ["//Evil.example/", "/%2FEvil.example/", "/%5CEvil.example/"])
def test_capitals_never_redirect_to_another_site(reader, path):
    location = reader.get(path).headers.get("Location", "/")
    assert urlsplit(urljoin("http://localhost/", location.replace("\\", "/"))).netloc == "localhost"


def test_capitals_with_a_line_break_redirect_safely(reader):
    answer = reader.get("/River%0D%0AX/")
    assert (answer.status_code, answer.location) == (301, "/river%0D%0Ax/")


def test_wrong_method_has_an_error_page(reader):
    answer = reader.post("/latest/")
    assert answer.status_code == 405
    assert "That did not work" in answer.text


def test_failure_answers_500_without_a_traceback(app, reader, monkeypatch):
    def broken() -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("portal.models.SiteVersion.current", broken)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    answer = reader.get("/latest/")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert "secret detail" not in answer.text
