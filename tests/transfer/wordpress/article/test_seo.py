"""Titles and descriptions of plugins for search engines: variables are resolved, words are kept."""

from __future__ import annotations

import pytest

from tests.transfer.wxr import item

pytestmark = pytest.mark.both_databases


@pytest.mark.parametrize(
    ("name", "said", "title"),
    [
        ("_yoast_wpseo_title", "A title for search", "A title for search"),
        ("_yoast_wpseo_title", "A title %%sep%% %%sitename%%", "A title"),
        ("_yoast_wpseo_title", "%%title%% %%page%% %%sep%% %%sitename%%", ""),
        (
            "_yoast_wpseo_title",
            "%%title%%: the facts %%sep%% %%sitename%%",
            "River rises: the facts",
        ),
        ("_yoast_wpseo_title", "News %%sep%% %%unknown_thing%% %%sep%% Facts", "News – Facts"),
        ("_yoast_wpseo_title", "From %%sitename%% today", "From Old Paper today"),
        ("_yoast_wpseo_title", "100% sure, #1", "100% sure, #1"),
        ("_yoast_wpseo_title", "River rises", ""),
        ("_yoast_wpseo_title", "%%primary_category%% news", "Rivers news"),
        ("rank_math_title", "A title %sep% %sitename%", "A title"),
        ("rank_math_title", "%title% %page% %sep% %sitename%", ""),
        ("rank_math_title", "Rates of 5% and 10% rise", "Rates of 5% and 10% rise"),
        ("_aioseo_title", "A title #separator_sa #site_title", "A title"),
        ("_aioseo_title", "After #MeToo", "After #MeToo"),
        ("_seopress_titles_title", "A title %%sep%% %%sitetitle%%", "A title"),
    ],
)
def test_title_for_search_engines(import_parts, article, reader, name, said, title):
    import_parts(item(meta={name: said}, terms=(("category", "rivers", "Rivers"),)))
    assert article().meta_title == title
    page = reader.get(article().path).text
    assert "%%" not in page
    assert f"<title>{title or 'River rises'} – Old Paper</title>" in page


@pytest.mark.parametrize(
    ("name", "said", "description"),
    [
        ("_yoast_wpseo_metadesc", "Why we are #1 in the valley", "Why we are #1 in the valley"),
        ("_yoast_wpseo_metadesc", "After #MeToo: a year on", "After #MeToo: a year on"),
        ("_yoast_wpseo_metadesc", "Prices rise 5%, 10% or 100%", "Prices rise 5%, 10% or 100%"),
        ("_yoast_wpseo_metadesc", "%%excerpt%%", ""),
        ("_yoast_wpseo_metadesc", "Read %%title%% now", "Read River rises now"),
        ("rank_math_description", "%excerpt%", ""),
        ("rank_math_description", "Save 20% on %title%", "Save 20% on River rises"),
        ("_aioseo_description", "#post_excerpt", ""),
        ("_aioseo_description", "We are #1", "We are #1"),
    ],
)
def test_description_for_search_engines(import_parts, article, name, said, description):
    import_parts(item(meta={name: said}))
    assert article().meta_description == description


@pytest.mark.parametrize(
    "meta",
    [
        {"_yoast_wpseo_meta-robots-noindex": "1"},
        {"rank_math_robots": 'a:1:{i:0;s:7:"noindex";}'},
        {"_seopress_robots_index": "yes"},
    ],
)
def test_a_story_hidden_from_search_engines_stays_hidden(import_parts, article, reader, meta):
    import_parts(item(meta=meta))
    assert 'name="robots" content="noindex' in reader.get(article().path).text
