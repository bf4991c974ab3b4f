"""The publisher that a story comes from: of the theme's values, the canonical address, the title."""

from __future__ import annotations

import pytest

from portal.transfer.wordpress.article.publisher import publisher_of
from portal.transfer.wordpress.wxr.php import unserialize
from tests.transfer.wxr import item

pytestmark = pytest.mark.both_databases


def php(**values: str) -> str:
    """Serialise a table of texts as PHP does: lengths are bytes."""
    entries = (f's:{len(each.encode())}:"{each}";' for pair in values.items() for each in pair)
    return f"a:{len(values)}:{{{''.join(entries)}}}"


def test_jnews_values_become_standfirst_source_and_credit(import_parts, article, reader):
    values = php(
        subtitle="Ein Untertitel: größer", source_name="Caspian Wire",
        source_url="https://wire.example/a", via_name="Second Desk", via_url="https://via.example/b",
    )  # fmt: skip
    import_parts(item(meta={"jnews_single_post": values}))
    found = article()
    assert found.standfirst == "Ein Untertitel: größer"
    assert (found.source.name, found.source_address) == ("Caspian Wire", "https://wire.example/a")
    assert found.source.address == "https://wire.example/"
    assert found.body.endswith('<p>Via <a href="https://via.example/b">Second Desk</a></p>')
    assert "Caspian Wire" in reader.get(found.path).text


def test_a_lone_via_is_the_source(import_parts, article):
    import_parts(
        item(meta={"jnews_single_post": php(via_name="Desk", via_url="https://via.example/b")})
    )
    found = article()
    assert (found.source.name, found.source_address) == ("Desk", "https://via.example/b")
    assert "Via" not in found.body


def test_an_excerpt_beside_a_subtitle_describes_the_story_to_search_engines(import_parts, article):
    import_parts(item(excerpt="An excerpt.", meta={"post_subtitle": "A subtitle"}))
    assert (article().standfirst, article().meta_description) == ("A subtitle", "An excerpt.")


@pytest.mark.parametrize(
    ("meta", "start"),
    [
        (
            {"_format_video_embed": "https://www.youtube.com/watch?v=abcdefghijk"},
            '<portal-embed address="https://www.youtube.com/watch?v=abcdefghijk">',
        ),
        (
            {
                "_format_video_embed": '<iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe>'
            },
            "<portal-embed address=",
        ),
        (
            {"td_post_video": php(td_video="https://vimeo.com/76979871")},
            "<portal-embed address=",
        ),
    ],
)
def test_a_film_of_the_theme_comes_before_the_text(import_parts, article, meta, start):
    import_parts(item(body="<p>The text.</p>", meta=meta))
    assert article().body.startswith(start)
    assert article().body.endswith("<p>The text.</p>")


def test_a_film_that_is_in_the_text_already_comes_once(import_parts, article):
    address = "https://www.youtube.com/watch?v=abcdefghijk"
    import_parts(item(body=f"First.\n\n{address}\n\nLast.", meta={"_format_video_embed": address}))
    assert article().body.count("portal-embed address") == 1
    assert article().body.startswith("<p>First.")


@pytest.mark.parametrize(
    ("title", "headline", "source"),
    [
        ("Dam opens above the town – Caspian Wire", "Dam opens above the town", "Caspian Wire"),
        ("Dam opens above the town - Reuters", "Dam opens above the town", "Reuters"),
        ("Dam opens above the town | The Daily Star", "Dam opens above the town", "The Daily Star"),
        ("Dam - a long story - opens - BBC News", "Dam - a long story - opens", "BBC News"),
        ("Dam opens above the town - trend.az", "Dam opens above the town", "trend.az"),
        ("Dam opens above the town – what we know", None, None),
        ("Borussia Dortmund – Bayern Munich", None, None),
        ("Dam opens above the town – Old Paper", None, None),  # the site itself
        ("Interview – The Times", None, None),  # too short to be a headline
        ("Dam opens - the star of the show", None, None),
        ("One-sided story of the long dam", None, None),
        ("Budget 2013 – 2014", None, None),
    ],
)
def test_a_title_that_ends_in_a_publisher(import_parts, article, title, headline, source):
    report = import_parts(item(title))
    found = article()
    assert found.headline == (headline or title)
    assert (found.source.name if found.source else None) == source
    assert found.original_headline == (title if source else "")
    assert any("publisher" in remark for remark in report.remarks) == bool(source)


def test_the_sites_own_name_is_no_other_publisher():
    title = "Dam opens above the town – The Daily Star"
    assert publisher_of(title, [title], {"The Daily Star"}, "The Daily Star") == (title, "")
    assert publisher_of(title, [], (), "Old Paper")[1] == "The Daily Star"


def test_an_end_that_recurs_behind_different_headlines_is_a_publisher(import_parts, article):
    titles = [f"Headline of the story number {n} – Vox Danubii" for n in "abc"]
    import_parts(*(item(title, slug=title[-14].lower()) for title in titles[:2]),
                 item(titles[2], slug="third"))  # fmt: skip
    assert article(slug="third").source.name == "Vox Danubii"


@pytest.mark.parametrize(
    ("alt", "source"),
    [
        ("River rises – Vox Danubii", "Vox Danubii"),
        ("A bridge – Vox Danubii", None),
        ("River rises – Old Paper", None),
    ],
)
def test_an_alt_text_that_repeats_the_headline_names_the_publisher(
    import_parts, article, alt, source
):
    alt = alt.replace("River rises", "River rises above the town")
    picture = f'<img src="https://elsewhere.example/a.jpg" alt="{alt}">'
    import_parts(item("River rises above the town", body=f"<p>Text</p>{picture}"))
    found = article()
    assert (found.source.name if found.source else None) == source


@pytest.mark.parametrize(
    ("name", "address", "rule"),
    [
        ("_yoast_wpseo_canonical", "https://first.example/story/", "canonical"),
        ("rank_math_canonical_url", "https://first.example/story/", "canonical"),
        ("_yoast_wpseo_canonical", "https://old.example/2013/river-rises/", None),
        ("_yoast_wpseo_canonical", "javascript:alert(1)", None),
        ("_yoast_wpseo_canonical", "/2013/other/", None),
    ],
)
def test_a_canonical_address_on_another_site_is_kept_and_reported(
    import_parts, article, reader, name, address, rule
):
    report = import_parts(item(meta={name: address}))
    found = article()
    assert found.indexing_rule == rule
    page = reader.get(found.path).text
    if rule:
        assert f'<link rel="canonical" href="{address}">' in page
        assert any("canonical" in remark for remark in report.remarks)
    else:
        assert "first.example" not in page
        assert found.source is None


def test_the_guid_is_the_feed_id(import_parts, article, reader):
    guid = "http://old.example/?p=7"
    import_parts(item(guid=guid))
    assert article().feed_id == guid
    assert f">{guid}</guid>" in reader.get("/feed/").text


@pytest.mark.parametrize("guid", ["http://old.example/?p=7", ""])
def test_an_update_keeps_the_feed_id(import_parts, article, guid):
    import_parts(item(id=7, guid=guid))
    before = article().feed_id
    assert before
    import_parts(item("River falls", id=7, guid=guid))
    assert article(headline="River falls").feed_id == before


def test_a_second_import_changes_nothing(import_parts):
    parts = (
        item(meta={"jnews_single_post": php(subtitle="Sub", source_name="Wire"),
                   "_yoast_wpseo_canonical": "https://first.example/story/"}),
        item("Dam opens above the town - Reuters", slug="dam"),
    )  # fmt: skip
    import_parts(*parts)
    assert {outcome for _, outcome in import_parts(*parts).outcomes} == {"unchanged"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('s:3:"abc";', "abc"),
        ('s:6:"größer";', "größer"),  # a wrong length
        ("i:7;", "7"),
        ("N;", ""),
        ('a:1:{i:0;s:2:"12";}', {"0": "12"}),
        ('a:1:{s:1:"a";a:1:{s:1:"b";b:1;}}', {"a": {"b": "1"}}),
        ('{"id": "7"}', {"id": "7"}),
        ("plain words", "plain words"),
        ('a:1:{s:1:"a"', 'a:1:{s:1:"a"'),
        ("a:99999999:{", "a:99999999:{"),
        ("a:1:{" * 500, "a:1:{" * 500),
        ("", ""),
    ],
)
def test_serialised_values_of_php(text, value):
    assert unserialize(text) == value
