"""Categories and tags: the primary category comes first."""

from __future__ import annotations

import pytest

from tests.transfer.wxr import category, item

pytestmark = pytest.mark.both_databases

TERMS = (("category", "alpha", "Alpha"), ("category", "beta", "Beta"))


def numbered(slug: str, name: str, number: int) -> str:
    part = category(slug, name)
    start = part.index("<wp:term_id>") + len("<wp:term_id>")
    return f"{part[:start]}{number}{part[part.index('</wp:term_id>') :]}"


@pytest.mark.parametrize(
    ("meta", "primary"),
    [
        ({}, "Alpha"),
        ({"_yoast_wpseo_primary_category": "7"}, "Beta"),
        ({"rank_math_primary_category": "7"}, "Beta"),
        ({"jnews_primary_category": 'a:2:{s:2:"id";s:1:"7";s:4:"hide";s:0:"";}'}, "Beta"),
        ({"td_post_theme_settings": 'a:1:{s:14:"td_primary_cat";s:1:"7";}'}, "Beta"),
        ({"_yoast_wpseo_primary_category": "99"}, "Alpha"),
        ({"_yoast_wpseo_primary_category": ""}, "Alpha"),
        ({"jnews_primary_category": "a:2:{broken"}, "Alpha"),
        ({"_yoast_wpseo_primary_category": "3", "jnews_primary_category": "7"}, "Alpha"),
    ],
)
def test_the_primary_category_comes_first(import_parts, article, meta, primary):
    import_parts(
        numbered("alpha", "Alpha", 3), numbered("beta", "Beta", 7), item(terms=TERMS, meta=meta)
    )
    found = article()
    assert found.category.name == primary
    assert {link.category.name for link in found.category_links} == {"Alpha", "Beta"}


def test_the_default_category_comes_last(import_parts, article):
    terms = (("category", "uncategorized", "Uncategorized"), *TERMS)
    import_parts(item(terms=terms))
    assert article().category.name == "Alpha"
