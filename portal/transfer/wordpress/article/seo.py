"""Titles, descriptions and rules that plugins for search engines store with a text."""

from __future__ import annotations

import re

from portal.transfer.wordpress.wxr.export import Item, plain

TITLES = ("_yoast_wpseo_title", "rank_math_title", "_aioseo_title", "_aioseop_title", "_seopress_titles_title")  # fmt: skip
DESCRIPTIONS = ("_yoast_wpseo_metadesc", "rank_math_description", "_aioseo_description", "_aioseop_description", "_seopress_titles_desc")  # fmt: skip
VARIABLE = re.compile(r"%%?\w+%?%|#\w+")  # plugins put other words in their place


def seo_text(item: Item, names: tuple[str, ...]) -> str:
    """Return a plugin's own words; empty where it only says how to put them together."""
    text = plain(item.meta_value(*names))
    return "" if VARIABLE.search(text) else text


def is_hidden_from_search(item: Item) -> bool:
    """True if a plugin tells search engines not to list the text."""
    return item.meta_value("_yoast_wpseo_meta-robots-noindex") == "1" or "noindex" in (
        item.meta_value("rank_math_robots")
    )
