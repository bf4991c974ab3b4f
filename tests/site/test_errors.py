from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest

from portal.models import Redirect


def test_nothing_there_answers_404_with_a_search_box(reader):
    answer = reader.get("/never/was/here/")
    assert answer.status_code == 404
    assert "There is no such page" in answer.text
    assert 'action="/search/"' in answer.text


def test_old_address_leads_to_the_article_for_ever(reader, newsroom):
    article = newsroom.article("River rises")
    newsroom._add(Redirect(old="/2013/01/river", article_id=article.id))
    newsroom._add(Redirect(old="/?p=12", article_id=article.id))
    for old in ("/2013/01/river/", "/2013/01/river/amp/", "/?p=12"):
        answer = reader.get(old, follow_redirects=True)
        assert answer.request.path == article.path, old


def test_old_numbered_front_pages_lead_to_the_latest(reader):
    answer = reader.get("/page/3/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/latest/")


def test_plain_address_of_nothing_shows_the_front_page(reader):
    assert reader.get("/?p=999").status_code == 200


def test_address_typed_with_capitals_leads_to_the_small_one(reader, newsroom):
    article = newsroom.article("River rises")
    answer = reader.get(article.path.upper())
    assert (answer.status_code, answer.headers["Location"]) == (301, article.path)


@pytest.mark.both_databases
@pytest.mark.parametrize("name", ["%00", "a%00b", "%ff", "%F0%9F%98%80", "x" * 7000])
def test_odd_name_is_found_nowhere(reader, name):
    lists = ("category", "category/a", "tag", "author", "about", "2026/01/19", "page", "sitemap")
    for path in (f"/{name}", f"/{name}/", *(f"/{each}/{name}/" for each in lists)):
        assert reader.get(path).status_code == 404, path
    for path in (f"/tag/{name}/feed/", f"/author/{name}/feed/atom/", f"/?q={name}&s={name}"):
        assert reader.get(path).status_code in (301, 404), path


@pytest.mark.parametrize("path", ["//Evil.example/", "/%2FEvil.example/", "/%5CEvil.example/"])
def test_capitals_lead_to_no_other_site(reader, path):
    location = reader.get(path).headers.get("Location", "/")
    assert urlsplit(urljoin("http://localhost/", location.replace("\\", "/"))).netloc == "localhost"


def test_capitals_and_a_line_break_are_an_address_like_any_other(reader):
    answer = reader.get("/River%0D%0AX/")
    assert (answer.status_code, answer.location) == (301, "/river%0D%0Ax/")


def test_method_that_a_page_does_not_take_is_refused_in_words(reader):
    answer = reader.post("/latest/")
    assert answer.status_code == 405
    assert "That did not work" in answer.text


def test_our_own_fault_answers_500_without_a_traceback(app, reader, monkeypatch):
    def broken() -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("portal.models.SiteVersion.current", broken)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    answer = reader.get("/latest/")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.text
    assert "secret detail" not in answer.text
