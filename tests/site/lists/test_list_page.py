from __future__ import annotations

import pytest
from lxml import html

pytestmark = pytest.mark.both_databases


def cards(page: str) -> list[str]:
    fragment = html.fromstring(f"<div>{page}</div>")
    return [
        each.text_content().strip() for each in fragment.cssselect(".card--row .card__headline")
    ]


def test_pages_by_cursor_show_every_story_once(reader, newsroom):
    newsroom.settings(stories_per_page=3)
    for number in range(8):
        newsroom.article(f"Story {number}")
    path, seen = "/latest/", []
    while path:
        page = reader.get(path).text
        seen += cards(page)
        older = html.fromstring(page).cssselect("a[rel=next]")
        path = older[0].get("href") if older else None
    assert seen == [f"Story {number}" for number in reversed(range(8))]


def test_older_page_of_a_list_is_its_own_canonical(reader, newsroom):
    newsroom.settings(stories_per_page=2)
    for number in range(5):
        newsroom.article(f"Story {number}")
    first = html.fromstring(reader.get("/latest/").text)
    assert canonical(first) == "http://localhost/latest/"
    older = first.cssselect("a[rel=next]")[0].get("href")
    for address in (older, f"{older}&lite=1"):
        assert canonical(html.fromstring(reader.get(address).text)) == f"http://localhost{older}"


def canonical(page) -> str:
    return page.cssselect("link[rel=canonical]")[0].get("href")


def test_fragment_of_a_list_is_its_cards_alone_with_noindex(reader, newsroom):
    newsroom.settings(stories_per_page=2)
    for number in range(5):
        newsroom.article(f"Story {number}")
    older = html.fromstring(reader.get("/latest/").text).cssselect("a[rel=next]")[0]
    answer = reader.get(older.get("hx-get"))
    assert "<html" not in answer.text
    assert cards(answer.text) == ["Story 2", "Story 1"]
    assert answer.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    "before",
    ["x", "1", "1-2-3", "-", "1-", "٣-٤", "9" * 40 + "-1", "1-" + "9" * 30, "1-3000000000"],
)
def test_cursor_that_we_never_gave_out_is_not_found(reader, newsroom, before):
    newsroom.article()
    assert reader.get("/latest/", query_string={"before": before}).status_code == 404


@pytest.mark.parametrize("before", ["zzz", "%00", "1-x", "1%202", "-", "１", "'"])
def test_bad_cursor_is_not_found_on_any_page(reader, newsroom, before):
    article = newsroom.article(
        category=newsroom.category("Economy"),
        tags=[newsroom.tag("Danube")],
        authors=[newsroom.author("Anna Ek")],
    )
    day = f"/{article.day:%Y/%m/%d}/"
    lists = ["/", "/latest/", "/category/economy/", "/tag/danube/", "/author/anna-ek/", "/archive/"]
    lists += ["/authors/", "/categories/", day[:6], day[:9], day, "/search/", article.path]
    for path in lists:
        assert reader.get(f"{path}?before={before}").status_code == 404, path
        assert reader.get(f"{path}?part=cards&before={before}").status_code == 404, path
        assert reader.get(f"{path}?before=").status_code == 200, path


def test_part_that_the_page_does_not_have_is_not_found(reader, newsroom):
    newsroom.article()
    assert reader.get("/latest/?part=footer").status_code == 404


def test_unknown_parameter_is_not_in_links(reader, newsroom):
    newsroom.settings(stories_per_page=1)
    newsroom.article()
    newsroom.article()
    older = html.fromstring(reader.get("/latest/?utm_source=x").text).cssselect("a[rel=next]")[0]
    assert "utm" not in older.get("href")


def test_unchanged_list_answers_304_to_its_etag(reader, newsroom):
    newsroom.article()
    first = reader.get("/latest/")
    again = reader.get("/latest/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
