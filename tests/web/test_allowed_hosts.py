"""The site answers only to its own host names."""

from __future__ import annotations

import pytest

from portal import create_app, schema


@pytest.fixture
def named(tmp_path):
    """A client of a site whose SITE_URL is https://news.example."""
    app = create_app(INSTANCE=tmp_path, TESTING=True, SITE_URL="https://news.example")
    with app.app_context():
        schema.upgrade()
    return app.test_client()


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "127.1.2.3", "[::1]", "localhost:8000"])
def test_without_a_site_url_the_site_answers_to_this_machine(reader, name):
    assert reader.get("/", headers={"Host": name}).status_code == 200


@pytest.mark.parametrize(
    "name", ["news.example", "localhost.evil.example", "192.0.2.1", "", "a b", "<b>", "[::"]
)
def test_without_a_site_url_it_answers_to_no_other_name(reader, name):
    assert reader.get("/", headers={"Host": name}).status_code == 400


def test_with_a_site_url_it_answers_to_that_name_alone(named):
    assert named.get("/", headers={"Host": "news.example"}).status_code == 200
    assert named.get("/", headers={"Host": "NEWS.example:8000"}).status_code == 200
    assert named.get("/", headers={"Host": "www.news.example"}).status_code == 400
    assert named.get("/", headers={"Host": "localhost"}).status_code == 400


def test_a_wrong_name_is_refused_with_a_message(named):
    page = named.get("/", headers={"Host": "evil.example"}).text
    assert "This site does not answer to the name evil.example." in page


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_checks_may_use_any_name(named, path):
    assert named.get(path, headers={"Host": "10.0.0.7:8000"}).status_code == 200


def test_a_redirect_within_the_site_names_no_host(named):
    answer = named.get("/archive", headers={"Host": "news.example"})
    assert answer.status_code in (301, 308)
    assert answer.headers["Location"] == "/archive/"


@pytest.mark.parametrize("path", ["//evil.example/x", "/\\evil.example/x", "//evil.example//"])
def test_no_path_leads_to_another_site(reader, path):
    location = reader.get(path, base_url="http://localhost").headers.get("Location", "/")
    assert location.startswith(("http://localhost/", "/"))
    assert not location.startswith(("//", "/\\"))
