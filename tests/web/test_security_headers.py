"""The security headers of every kind of response."""

from __future__ import annotations

import base64
import hashlib
import re
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import html

from portal import create_app, schema
from portal.web.security_headers import inline_script

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def policy(answer) -> dict[str, list[str]]:
    """Return the directives of the Content-Security-Policy, each with its sources."""
    directives = answer.headers["Content-Security-Policy"].split("; ")
    return {words[0]: words[1:] for words in map(str.split, directives)}


@pytest.fixture
def answers(app, reader, newsroom, monkeypatch):
    """Get one response of each kind."""
    newsroom.article("River rises")
    gone = newsroom.article("Never mind")
    newsroom.bin(gone)
    kinds = {
        "page": reader.get("/"),
        "fragment": reader.get("/latest/?part=cards"),
        "feed": reader.get("/feed/"),
        "health": reader.get("/healthz"),
        "asset": reader.get(app.extensions["assets"].address("site.css")),
        "redirect": reader.get("/archive"),
        "wrong name": reader.get("/", headers={"Host": "evil.example"}),
        "wrong method": reader.post("/"),
        "404": reader.get("/nothing/here/"),
        "404 of an asset": reader.get("/static/nothing.css"),
        "404 of a picture": reader.get("/media/nothing.jpg"),
        "410": reader.get(gone.path),
    }
    unchanged = reader.get("/", headers={"If-None-Match": kinds["page"].headers["ETag"]})
    with monkeypatch.context() as broken:
        broken.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
        broken.setattr("portal.models.SiteVersion.current", lambda: 1 / 0)
        ours = reader.get("/")
    assert (unchanged.status_code, ours.status_code) == (304, 500)
    return kinds | {"304": unchanged, "500": ours}


def test_every_kind_of_response_has_the_security_headers(answers):
    for kind, answer in answers.items():
        assert EVERYWHERE.items() <= dict(answer.headers).items(), kind
        assert policy(answer)["default-src"] == ["'none'"], kind


def test_no_response_sets_a_cookie(answers):
    assert [kind for kind, answer in answers.items() if "Set-Cookie" in answer.headers] == []


def test_the_policy_allows_nothing_unsafe_and_one_script_by_its_hash(reader):
    allowed = policy(reader.get("/"))
    digest = base64.b64encode(hashlib.sha256(inline_script().encode()).digest()).decode()

    assert not [each for sources in allowed.values() for each in sources if "unsafe" in each]
    assert allowed["script-src"] == ["'self'", f"'sha256-{digest}'"]
    assert allowed["style-src"] == ["'self'"]
    assert allowed["base-uri"] == ["'none'"]
    assert allowed["form-action"] == ["'self'"]


@pytest.mark.parametrize(
    ("site_url", "is_sent"), [("https://news.example", True), ("http://news.example", False)]
)
def test_hsts_is_sent_if_the_site_url_is_https(tmp_path, site_url, is_sent):
    app = create_app(INSTANCE=tmp_path, TESTING=True, SITE_URL=site_url)
    with app.app_context():
        schema.upgrade()
    for path in ("/", "/healthz", app.extensions["assets"].address("site.css")):
        answer = app.test_client().get(path, base_url=site_url)
        assert ("Strict-Transport-Security" in answer.headers) == is_sent, path


def test_pictures_may_come_from_the_media_url(tmp_path):
    app = create_app(INSTANCE=tmp_path, TESTING=True, MEDIA_URL="https://media.example/news")
    answer = app.test_client().get("/healthz")
    assert "https://media.example" in policy(answer)["img-src"]


def test_every_page_obeys_the_policy_and_every_link_works(reader, newsroom):
    """Follow all links from the front page on, and check each page."""
    fill(newsroom)
    seen, waiting = set(), ["/", "/?lite=1", "/nothing/", "/latest/?part=cards"]
    while waiting:
        address = waiting.pop()
        answer = reader.get(address, headers={"Accept": "text/html"})
        assert answer.status_code < 400 or address.startswith("/nothing/"), address
        if answer.mimetype == "text/html" and answer.status_code in (200, 404):
            page = html.document_fromstring(answer.text)
            assert_nothing_inline(page, address)
            waiting += sorted(links(page, address) - seen)
        seen |= {address, *waiting}
    assert {"/archive/", "/authors/", "/categories/", "/latest/", "/about/", "/feed/"} <= seen
    assert len(seen) > 60


def assert_nothing_inline(page: html.HtmlElement, address: str) -> None:
    assert page.xpath("//@style | //style") == [], address
    assert page.xpath("//@*[starts-with(name(), 'on')]") == [], address
    for script in page.xpath("//script[not(@src)]"):
        assert script.get("type") == "application/ld+json" or script.text == inline_script(), (
            address
        )
    for loaded in page.xpath("//script/@src | //link[@rel='stylesheet']/@href | //img/@src"):
        assert loaded.startswith("/") and not loaded.startswith("//"), (address, loaded)


def links(page: html.HtmlElement, address: str) -> set[str]:
    """Return the links of a page within the readers' side, search excepted."""
    found = set()
    for link in page.xpath("//a/@href | //link/@href | //@hx-get"):
        parts = urlsplit(urljoin(f"http://localhost{address}", link))
        if parts.netloc == "localhost" and not parts.path.startswith(("/desk/", "/search/")):
            found.add(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found


def fill(newsroom) -> None:
    """Create a small newspaper with one of everything."""
    newsroom.settings(stories_per_page=5)
    economy = newsroom.category("Economy")
    rail = newsroom.category("Rail", parent=economy)
    climate = newsroom.tag("Climate")
    halasz = newsroom.author("Réka Halász", bio="Writes about rivers.")
    team = newsroom.page("Team", parent=newsroom.page("About"), body="<p>All of us.</p>")
    assert team.path == "/about/team/"
    body = (
        "<h2>Before</h2><p>It <a href='/about/'>rained</a>.</p><h2>After</h2><table><caption>Levels"
        "</caption><tr><th>Day</th><td>1</td></tr></table><blockquote><p>Wet.</p></blockquote>"
    )
    for number in range(12):
        newsroom.article(
            f"River rises {number}",
            category=rail if number % 2 else economy,
            tags=[climate],
            authors=[halasz],
            body=body,
            source=newsroom.source(f"Pannon Wire {number}", address="https://pannon.example/"),
            source_address="https://pannon.example/1",
            adaptation="translated",
        )


def test_the_hash_is_that_of_the_script_in_the_page(reader):
    """If a template put a space around the script, every browser would refuse it."""
    inline = re.search(r"<script>(.*?)</script>", reader.get("/").text, re.DOTALL)
    assert inline and inline[1] == inline_script()
