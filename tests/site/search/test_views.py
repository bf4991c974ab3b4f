from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from lxml import html
from lxml.html import HtmlElement

from portal.models import now
from tests.site.queries import counted

pytestmark = pytest.mark.both_databases


@pytest.fixture
def look(reader):
    """Return a function that requests the search page and returns it parsed."""

    def ask(**asked) -> HtmlElement:
        answer = reader.get("/search/", query_string=asked)
        assert answer.status_code == 200
        return html.fromstring(answer.text)

    return ask


def headlines(page: HtmlElement) -> list[str]:
    return [each.text_content().strip() for each in page.cssselect(".card--row .card__headline")]


def choices(page: HtmlElement, name: str) -> list[str]:
    return [each.text_content().strip() for each in page.cssselect(f"select[name={name}] option")]


def test_results_are_newest_first_with_their_number(look, newsroom):
    newsroom.article("River rises")
    newsroom.article("Sandbanks", standfirst="The river again")
    newsroom.article("Rail", body="")
    page = look(q="river")
    assert headlines(page) == ["Sandbanks", "River rises"]
    assert page.cssselect(".results__count")[0].text_content() == "2 stories, newest first"
    assert page.cssselect("#q")[0].get("value") == "river"
    assert "Search: river" in page.cssselect("title")[0].text_content()


def test_search_without_results_says_so(look, newsroom):
    newsroom.article()
    assert "No story contains all of these words" in look(q="zebra").text_content()
    assert "No results for “zebra”" in look(q="zebra", part="live").text_content()


@pytest.mark.parametrize("words", ["", "a", " a ", None])
def test_too_short_query_shows_the_form_with_a_hint(app, reader, newsroom, words):
    newsroom.article("A story")
    asked = {"q": words} if words is not None else {}
    page = html.fromstring(reader.get("/search/", query_string=asked).text)
    assert page.cssselect("form #q")
    assert not page.cssselect(".listing, .results__count")
    assert page.cssselect(".blank-slate")[0].text.startswith("Searches headlines")
    assert reader.get("/search/", query_string=asked | {"part": "live"}).text.strip() == ""


@pytest.mark.parametrize("words", ["茶", "한", "아", "ก", "🎉", "❤️"])
def test_one_sign_is_enough(reader, newsroom, words):
    newsroom.article(f"Before {words} after")
    assert "Before" in reader.get(f"/search/?q={words}&part=cards").text


@pytest.mark.parametrize(
    ("headline", "words", "marked"),
    [
        ("They don’t know", "dont", "don’t"),
        ("All 1,000,000 of them", "1000000", "1,000,000"),
        ("Herr Müller", "mueller", "Müller"),
        ("今日は北京で", "北京", "北京"),
        ("The e-mail", "email", "e-mail"),
    ],
)
def test_other_spellings_are_highlighted(look, newsroom, headline, words, marked):
    newsroom.article(headline)
    marks = look(q=words).cssselect("main mark")
    assert [each.text_content() for each in marks] == [marked]


def test_matches_are_highlighted_in_the_original_spelling(look, newsroom):
    newsroom.article("Die Straße nach Bakı", standfirst="Straßen & Wege")
    page = look(q="baki strass")
    marks = [each.text_content() for each in page.cssselect("main mark")]
    assert marks == ["Straß", "Bakı", "Straß"]
    assert "Straßen & Wege" in page.text_content()


def test_match_in_the_body_is_shown_in_an_excerpt(look, newsroom):
    long = "Nothing of note was said. " * 30
    newsroom.article(
        "Linz", standfirst="At noon.", body=f"<p>{long}A <em>h</em>eron flew. {long}</p>"
    )
    text = look(q="heron").cssselect(".card__standfirst")[0].text_content()
    assert "A heron flew." in text
    assert text.startswith("… ") and text.endswith(" …")
    assert len(text) < 300


def test_excerpt_separates_a_heading_from_the_sentence_after_it(look, newsroom):
    newsroom.article("Linz", body="<h2>The long way</h2><p>A heron flew.</p>")
    text = look(q="heron").cssselect(".card__standfirst")[0].text_content()
    assert text == "The long way · A heron flew."


def test_text_of_stories_and_readers_is_escaped(look, newsroom):
    newsroom.article("<b>River</b>", standfirst="<script>river()</script>", body="&lt;i&gt;")
    page = look(q="river <script>")
    assert headlines(page) == ["<b>River</b>"]
    assert not page.cssselect("main script, main b, main .card i")
    assert page.cssselect("#q")[0].get("value") == "river <script>"


def test_sorting_by_relevance_puts_the_best_first(look, newsroom):
    newsroom.article("River rises", body="")
    newsroom.article("A quiet day", body="<p>By the river.</p>")
    page = look(q="river", sort="relevance")
    assert headlines(page) == ["River rises", "A quiet day"]
    assert page.cssselect("select[name=sort] option[selected]")[0].get("value") == "relevance"


def test_form_offers_and_keeps_its_filters(look, newsroom):
    economy = newsroom.category("Economy")
    rail = newsroom.category("Rail", parent=economy)
    newsroom.category("Empty")
    reka = newsroom.author("Réka Halász")
    newsroom.article("River freight", category=rail, authors=[reka], published_at=datetime(2024, 5, 2, tzinfo=UTC))  # fmt: skip
    newsroom.article("River rowing")
    page = look(q="river", category="economy/rail", author="reka-halasz", period="2024")
    assert headlines(page) == ["River freight"]
    assert choices(page, "category") == ["All categories", "Economy", "Rail"]
    assert choices(page, "author") == ["All authors", "Réka Halász"]
    assert choices(page, "period")[:4] == ["Any time", "Past week", "Past month", "Past year"]
    assert choices(page, "period")[-1] == "2024"
    chosen = [each.get("value") for each in page.cssselect(".filters option[selected]")]
    assert chosen == ["", "economy/rail", "reka-halasz", "2024"]


def test_search_without_results_offers_to_remove_the_filters(look, newsroom):
    newsroom.article("Heron", category=newsroom.category("Economy"))
    newsroom.article("Ball", category=newsroom.category("Games"))
    wider = look(q="heron", category="games", sort="relevance").cssselect(".blank-slate + p a")
    assert wider[0].get("href") == "/search/?q=heron&sort=relevance"
    assert not look(q="stork").cssselect(".blank-slate + p a")


def test_past_week_begins_at_midnight(look, newsroom):
    newsroom.settings(time_zone="Europe/Brussels")
    zone = ZoneInfo("Europe/Brussels")
    first = now().astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    first -= timedelta(days=7)
    newsroom.article("River before", published_at=first - timedelta(minutes=1))
    newsroom.article("River then", published_at=first + timedelta(minutes=1))
    assert headlines(look(q="river", period="week")) == ["River then"]


@pytest.mark.parametrize(
    ("period", "found"),
    [
        ("", ["River now", "River 2025", "River New Year", "River 2024"]),
        ("week", ["River now"]),
        ("2025", ["River 2025", "River New Year"]),
        ("2025-06", ["River 2025"]),
        ("2025-06-01", ["River 2025"]),
        ("2025-06-02", []),
        ("2024", ["River 2024"]),
        ("0001", []),
        ("9998", []),
    ],
)
def test_period_is_in_the_site_s_time_zone(look, newsroom, period, found):
    newsroom.settings(time_zone="Europe/Brussels")
    newsroom.article("River 2024", published_at=datetime(2024, 6, 1, tzinfo=UTC))
    newsroom.article("River New Year", published_at=datetime(2024, 12, 31, 23, 30, tzinfo=UTC))
    newsroom.article("River 2025", published_at=datetime(2025, 6, 1, tzinfo=UTC))
    newsroom.article("River now")
    assert headlines(look(q="river", period=period)) == found


@pytest.mark.parametrize(
    "asked",
    [
        {"category": "nowhere"},
        {"category": "../.."},
        {"author": "nobody"},
        {"period": "0000"},
        {"period": "99999"},
        {"period": "9999"},
        {"period": "2025-"},
        {"period": "2025-13"},
        {"period": "2025-02-30"},
        {"period": "٢٠٢٥"},
        {"before": "x"},
        {"before": "9" * 30},
        {"before": "x", "sort": "relevance"},
        {"part": "footer"},
    ],
)
def test_unknown_filter_value_is_not_found(reader, newsroom, asked):
    newsroom.article("River rises")
    answer = reader.get("/search/", query_string={"q": "river"} | asked)
    assert answer.status_code == 404


@pytest.mark.parametrize("sort", ["newest", "relevance"])
def test_older_results_keep_the_words_and_filters(reader, newsroom, sort):
    newsroom.settings(stories_per_page=2)
    for number in range(5):
        newsroom.article(f"River {number}")
    path, seen = f"/search/?q=river&sort={sort}", []
    while path:
        page = html.fromstring(reader.get(path).text)
        seen += headlines(page)
        further = page.cssselect("a[rel=next]")
        path = further[0].get("href") if further else None
        assert path is None or f"q=river&sort={sort}" in path
    assert sorted(seen) == [f"River {number}" for number in range(5)]


def test_next_results_are_a_fragment(reader, newsroom):
    newsroom.settings(stories_per_page=2)
    for number in range(5):
        newsroom.article(f"River {number}")
    further = html.fromstring(reader.get("/search/?q=river").text).cssselect("a[rel=next]")[0]
    answer = reader.get(further.get("hx-get"))
    assert "<html" not in answer.text
    assert headlines(html.fromstring(f"<div>{answer.text}</div>")) == ["River 2", "River 1"]
    assert answer.headers["HX-Trigger"] == '{"announce": "2 more stories"}'


def test_live_results_are_the_newest_six_and_a_link_to_all(reader, newsroom):
    for number in range(8):
        newsroom.article(f"River {number}")
    answer = reader.get("/search/?q=riv&part=live")
    fragment = html.fromstring(f"<div>{answer.text}</div>")
    *stories, everything = fragment.cssselect("[role=listbox] a[role=option]")
    assert [each.cssselect("span")[0].text_content() for each in stories] == [
        f"River {number}" for number in range(7, 1, -1)
    ]
    assert stories[0].cssselect("mark")[0].text_content() == "Riv"
    assert stories[0].cssselect("time") and stories[0].cssselect("svg")
    assert everything.text_content() == "View all results"
    assert everything.get("href") == "/search/?q=riv"
    assert "8 results for “riv”" in fragment.text_content()


def test_results_may_be_cached_and_are_not_indexed(reader, newsroom):
    newsroom.article("River rises")
    for path in ("/search/", "/search/?q=river", "/search/?q=river&part=live"):
        answer = reader.get(path)
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert "public" in answer.headers["Cache-Control"]
        assert "Set-Cookie" not in answer.headers
        again = reader.get(path, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304


def test_lite_search_works_without_scripts_or_pictures(reader, newsroom):
    newsroom.article("River rises")
    page = html.fromstring(reader.get("/search/?q=river&lite=1").text)
    assert not page.cssselect("script, img, svg")
    assert "1 result for “river”" in page.text_content()
    assert page.cssselect("main li a")[0].get("href").endswith("lite=1")


def test_old_search_address_redirects(reader, newsroom):
    newsroom.article("River rises")
    answer = reader.get("/?s=river", follow_redirects=True)
    assert answer.request.path == "/search/"
    assert "River rises" in answer.text


HOSTILE = ['" * NEAR( AND', "x" * 5_000, "\0", "ri\0ver", "😀", "\u202eשלום", "%", "{{ 7*7 }}", "a'b\"c"]  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_every_input_is_answered(reader, newsroom, words):
    newsroom.article("River rises")
    for part in ({}, {"part": "live"}, {"sort": "relevance"}, {"lite": "1"}):
        answer = reader.get("/search/", query_string={"q": words} | part)
        assert answer.status_code == 200, part
    assert reader.get("/search/?q=%ff%fe").status_code == 200


def test_search_runs_at_most_six_queries(app, reader, newsroom):
    reka = newsroom.author("Réka Halász")
    category = newsroom.category("Economy")
    for number in range(12):
        newsroom.article(f"River {number}", authors=[reka], category=category)
    where = "category=economy&author=reka-halasz&period=year"
    for path in (
        "/search/",
        f"/search/?q=river&{where}",
        f"/search/?q=river&sort=relevance&{where}",
        "/search/?q=river&part=live",
    ):
        reader.get(path)
        with counted(app) as statements:
            reader.get(path)
        assert len(statements) <= 6, statements


def test_cover_of_a_live_result_has_large_letters(reader, newsroom):
    newsroom.article("The grain silos are full. The wagons are in another country")
    cover = html.fromstring(reader.get("/search/?q=grain&part=live").text).cssselect(".cover")[0]
    assert "cover--small" not in cover.get("class")
