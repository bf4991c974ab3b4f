from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from lxml import html

from portal.extensions import db
from portal.models import Article, Correction, now
from tests.desk.cast import an_editor, browser


def test_article_page_shows_the_story_and_what_belongs_to_it(reader, newsroom):
    europe = newsroom.category("Europe")
    danube = newsroom.tag("Danube")
    authors = [newsroom.author("Réka Halász"), newsroom.author("Elvin Məmmədov")]
    article = newsroom.article(
        "River rises",
        standfirst="By a hand in a night.",
        kicker="Water",
        category=europe,
        tags=[danube],
        authors=authors,
        body="<p>First.</p><h2>Then</h2><p>Second.</p><h2>Then</h2><p>Third.</p>",
    )
    page = html.fromstring(reader.get(article.path).text)
    main = page.get_element_by_id("main")
    assert [each.text_content() for each in page.cssselect("h1")] == ["River rises"]
    assert "By a hand in a night." in main.text_content()
    assert [a.text for a in main.cssselect(".byline__names a")] == ["Réka Halász", "Elvin Məmmədov"]
    assert [a.get("href") for a in main.cssselect(".tags a")] == ["/tag/danube/"]
    assert [a.get("href") for a in main.cssselect(".toc a")] == ["#then", "#then-2"]
    assert [h.get("id") for h in main.cssselect(".prose h2")] == ["then", "then-2"]


def test_empty_corner_of_a_table_is_no_header_cell(reader, newsroom):
    row = "<tr><th scope='col'></th><th scope='col'>2026</th></tr>"
    article = newsroom.article(body=f"<table><thead>{row}</thead></table>")
    page = html.fromstring(reader.get(article.path).text)
    assert [th.text for th in page.cssselect(".prose th")] == ["2026"]


def test_columns_of_numbers_are_marked(reader, newsroom):
    rows = (("Place", "Change", "Opens"), ("1", "−66", "at 9"), ("2", "+1,312.5 %", "never"))
    head, *below = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    table = f"<table><thead><tr>{head.replace('td>', 'th>')}</tr></thead><tr>{'</tr><tr>'.join(below)}</tr></table>"
    page = html.fromstring(reader.get(newsroom.article(body=table).path).text)
    figures = [cell.text for cell in page.cssselect(".prose .number")]
    assert figures == ["Change", "−66", "+1,312.5 %"]


def test_table_with_spanning_cells_has_no_number_columns(reader, newsroom):
    table = "<table><tr><td colspan='2'>2026</td></tr><tr><td>1</td><td>2</td></tr></table>"
    page = html.fromstring(reader.get(newsroom.article(body=table).path).text)
    assert page.cssselect(".prose td") and not page.cssselect(".prose .number")


def test_opening_quotation_mark_hangs_in_the_margin(reader, newsroom):
    quotes = "".join(f"<blockquote><p>{words}</p></blockquote>" for words in ("“So.”", "So."))
    page = html.fromstring(reader.get(newsroom.article(body=quotes).path).text)
    assert [p.text for p in page.cssselect("blockquote .hanging")] == ["“So.”"]


def test_syndicated_story_names_and_links_its_source(reader, newsroom):
    source = newsroom.source("Pannon Wire", address="https://pannon.example/")
    article = newsroom.article(
        source=source,
        source_address="https://pannon.example/duna",
        original_headline="Kilenc ország",
        original_language="hu",
        adaptation="translated",
    )
    note = html.fromstring(reader.get(article.path).text).cssselect(".note")[0]
    assert note.cssselect("a")[0].get("href") == "https://pannon.example/duna"
    assert "Translated." in note.text_content()
    assert note.cssselect("cite")[0].get("lang") == "hu"


def test_correction_is_shown_with_its_date(app, reader, newsroom):
    article = newsroom.article()
    with app.app_context():
        db.session.add(Correction(article_id=article.id, text="There are nine, not ten."))
        db.session.commit()
    assert "There are nine, not ten." in reader.get(article.path).text


def test_draft_is_not_found_at_any_address(reader, newsroom):
    draft = newsroom.draft("Not yet")
    assert reader.get(f"/2026/01/01/{draft.slug}/").status_code == 404


def test_scheduled_story_is_not_found_before_its_time(reader, newsroom):
    ahead = newsroom.article("Tomorrow", published_at=now() + timedelta(days=1))
    assert reader.get(ahead.path).status_code == 404


def test_story_that_was_taken_down_answers_410(app, reader, newsroom):
    article = newsroom.article("Too soon")
    with app.app_context():
        db.session.get(Article, article.id).unpublish()
        db.session.commit()
    answer = reader.get(article.path)
    assert answer.status_code == 410
    assert "taken down" in answer.text


def test_address_with_an_impossible_date_is_not_found(reader):
    for path in ("/2026/02/30/x/", "/0000/01/01/x/", "/2026/13/01/x/"):
        assert reader.get(path).status_code == 404, path


def test_address_without_the_slash_redirects(reader, newsroom):
    article = newsroom.article()
    answer = reader.get(article.path.rstrip("/"))
    assert answer.status_code in (301, 308)
    assert answer.headers["Location"].endswith(article.path)


def test_neighbours_are_the_stories_just_before_and_after(reader, newsroom):
    newsroom.article("Before")
    middle = newsroom.article("Middle")
    newsroom.article("After")
    nav = html.fromstring(reader.get(middle.path).text).cssselect(".neighbours a")
    assert [a.cssselect("b")[0].text for a in nav] == ["Before", "After"]


def test_neighbours_can_be_limited_to_the_category(reader, newsroom):
    newsroom.settings(neighbours="category")
    europe, sport = newsroom.category("Europe"), newsroom.category("Sport")
    newsroom.article("Before", category=europe)
    newsroom.article("Cup final", category=sport)
    middle = newsroom.article("Middle", category=europe)
    nav = html.fromstring(reader.get(middle.path).text).cssselect(".neighbours a")
    assert [a.cssselect("b")[0].text for a in nav] == ["Before"]


def test_related_stories_share_tags_first_and_never_the_story_itself(reader, newsroom):
    europe, danube = newsroom.category("Europe"), newsroom.tag("Danube")
    newsroom.article("Same tag", tags=[danube])
    newsroom.article("Same category", category=europe)
    newsroom.article("Neither")
    story = newsroom.article("The story", category=europe, tags=[danube])
    related = html.fromstring(reader.get(story.path).text).cssselect(".related .card__headline")
    assert [each.text_content().strip() for each in related] == ["Same tag", "Same category"]


def test_more_related_stories_are_a_fragment(reader, newsroom):
    danube = newsroom.tag("Danube")
    for number in range(7):
        newsroom.article(f"Related {number}", tags=[danube])
    story = newsroom.article("The story", tags=[danube])
    more = html.fromstring(reader.get(story.path).text).cssselect(".related__more a")[0]
    part = html.fromstring(reader.get(more.get("hx-get")).text)
    shown = [each.text_content().strip() for each in part.cssselect(".card__headline")]
    assert shown == ["Related 2", "Related 1", "Related 0"]


def test_structured_data_names_the_authors_in_order(reader, newsroom):
    authors = [newsroom.author("Zsófia Ángyán"), newsroom.author("Europ Desk", kind="organisation")]
    article = newsroom.article("A </script> in the headline", authors=authors)
    page = html.fromstring(reader.get(article.path).text)
    graph = json.loads(page.cssselect("script[type='application/ld+json']")[0].text)["@graph"]
    assert graph[0]["@type"] == "NewsArticle"
    assert [(each["@type"], each["name"]) for each in graph[0]["author"]] == [
        ("Person", "Zsófia Ángyán"),
        ("Organization", "Europ Desk"),
    ]
    assert graph[1]["@type"] == "BreadcrumbList"


def test_structured_data_names_the_publisher_with_its_logo(reader, newsroom):
    newsroom.settings(name="Europ Info")
    assert publisher_of(reader, newsroom)["logo"]["url"].startswith("http://localhost/static/icon-")
    logo = newsroom.image("Our name", format="png", width=800, height=200)
    newsroom.settings(logo_id=logo.id)
    assert publisher_of(reader, newsroom) == {
        "@type": "NewsMediaOrganization",
        "name": "Europ Info",
        "url": "http://localhost/",
        "logo": {
            "@type": "ImageObject",
            "url": f"http://localhost/media/{logo.stem}-800.png",
            "width": 800,
            "height": 200,
        },
    }


def publisher_of(reader, newsroom) -> dict:
    return structured_data(reader, newsroom.article().path)[0]["publisher"]


def structured_data(reader, path: str) -> list[dict]:
    page = html.fromstring(reader.get(path).text)
    return json.loads(page.cssselect("script[type='application/ld+json']")[0].text)["@graph"]


def test_structured_data_has_the_breadcrumb_in_the_site_s_language(reader, newsroom):
    newsroom.settings(language="de")
    economy = newsroom.category("Wirtschaft")
    newsroom.category("Bahn", parent=economy)
    (trail,) = structured_data(reader, "/category/wirtschaft/bahn/")
    names = [each["name"] for each in trail["itemListElement"]]
    assert names == ["Start", "Wirtschaft", "Bahn"]


def test_update_on_the_same_local_day_shows_only_its_time(reader, newsroom):
    newsroom.settings(time_zone="Asia/Baku")
    published = datetime(2026, 1, 19, 23, 30, tzinfo=UTC)
    article = newsroom.article(published_at=published, updated_at=published + timedelta(hours=3))
    byline = html.fromstring(reader.get(article.path).text).cssselect(".byline")[0]
    assert "20 January 2026, 03:30 · updated 06:30" in " ".join(byline.text_content().split())


def test_story_in_another_language_has_its_lang_attribute(reader, newsroom):
    article = newsroom.article("دریاچه", language="fa", body="<p>متن</p>", slug="lake")
    prose = html.fromstring(reader.get(article.path).text).cssselect(".prose")[0]
    assert (prose.get("lang"), prose.get("dir")) == ("fa", "rtl")


def test_dates_are_shown_in_the_site_s_zone(reader, newsroom):
    newsroom.settings(time_zone="Asia/Baku")
    article = newsroom.article(published_at=datetime(2026, 1, 19, 21, 30, tzinfo=UTC))
    assert article.path.startswith("/2026/01/20/")
    assert "20 January 2026, 01:30" in reader.get(article.path).text


def test_source_can_ask_for_noindex(reader, newsroom):
    source = newsroom.source(indexing="noindex")
    page = html.fromstring(reader.get(newsroom.article(source=source).path).text)
    assert page.cssselect("meta[name=robots]")[0].get("content") == "noindex"


def test_canonical_can_be_the_source_s_address(reader, newsroom):
    source = newsroom.source(indexing="canonical")
    article = newsroom.article(source=source, source_address="https://pannon.example/1")
    page = html.fromstring(reader.get(article.path).text)
    assert page.cssselect("link[rel=canonical]")[0].get("href") == "https://pannon.example/1"


def test_signed_in_editor_gets_the_same_page_as_everybody(app, newsroom, reader):
    article = newsroom.article()
    page = reader.get(article.path)
    seen = browser(app, an_editor(app)).get(article.path)
    assert seen.data == page.data
    assert "Set-Cookie" not in seen.headers
