"""Titles, descriptions and rules that plugins for search engines store with a text."""

from __future__ import annotations

import re
from collections.abc import Mapping

from portal.transfer.wordpress.wxr.export import Item, plain

SEPARATOR = "–"
# Each plugin's meta value, and how it writes the variables that it replaces when it shows the page.
YOAST = SEOPRESS = re.compile(r"%%([\w-]+)%%")
RANK_MATH = AIOSEO_PACK = re.compile(r"%([a-z][\w-]*(?:\([^)%]*\))?)%", re.IGNORECASE)
AIOSEO = re.compile(
    r"#(separator_sa|site_title|tagline|post_title|post_excerpt(?:_only)?|post_content|post_date|"
    r"post_(?:day|month|year)|author_(?:name|first_name|last_name|bio)|categor(?:y|ies)|"
    r"taxonomy_title|permalink|current_(?:date|day|month|year)|custom_field-[\w-]+|tax_name-[\w-]+)\b"
)
TITLES = {
    "_yoast_wpseo_title": YOAST,
    "rank_math_title": RANK_MATH,
    "_aioseo_title": AIOSEO,
    "_aioseop_title": AIOSEO_PACK,
    "_seopress_titles_title": SEOPRESS,
}
DESCRIPTIONS = {
    "_yoast_wpseo_metadesc": YOAST,
    "rank_math_description": RANK_MATH,
    "_aioseo_description": AIOSEO,
    "_aioseop_description": AIOSEO_PACK,
    "_seopress_titles_desc": SEOPRESS,
}
SEPARATORS = frozenset({"sep", "separator", "separator_sa"})
SITE_NAMES = frozenset({"sitename", "site_title", "sitetitle", "blog_title"})
MEANINGS = {
    **dict.fromkeys(SEPARATORS, "separator"),
    **dict.fromkeys(SITE_NAMES, "site"),
    **dict.fromkeys(("title", "post_title"), "title"),
    **dict.fromkeys(("sitedesc", "tagline", "blog_description"), "tagline"),
    **dict.fromkeys(("excerpt", "excerpt_only", "post_excerpt", "post_excerpt_only"), "excerpt"),
    **dict.fromkeys(("category", "primary_category", "categories", "term_title", "category_title",
                     "_category_title", "taxonomy_title"), "category"),
    **dict.fromkeys(("name", "author_name", "post_author", "author"), "author"),
    **dict.fromkeys(("currentyear", "current_year"), "year"),
    **dict.fromkeys(("post_year",), "post_year"),
    **dict.fromkeys(("date", "post_date"), "date"),
    "focuskw": "focus", "focus_keyword": "focus",
}  # fmt: skip
EDGES = f" {SEPARATOR}-—|·•»«:,"


def seo_text(item: Item, plugins: Mapping[str, re.Pattern[str]], values: Mapping[str, str]) -> str:
    """Return a plugin's words, with its variables replaced by these values by meaning.

    Empty if they have no word of their own: then the plugin only puts together what Portal has.
    """
    for name, variable in plugins.items():
        text = plain(item.meta_value(name))
        if text:
            own = variable.sub(" ", text).strip(EDGES)
            return resolve(text, variable, values) if own else ""
    return ""


def resolve(text: str, variable: re.Pattern[str], values: Mapping[str, str]) -> str:
    """Replace variables; unknown ones are removed with the separators that are left over."""

    def value(found: re.Match[str]) -> str:
        meaning = MEANINGS.get(found[1].lower().partition("(")[0], "")
        return f" {SEPARATOR} " if meaning == "separator" else values.get(meaning, "")

    if not variable.search(text):
        return text
    words = " ".join(variable.sub(value, text).split())
    words = re.sub(rf"(?:{SEPARATOR} )+{SEPARATOR}", SEPARATOR, words)
    return words.strip(f" {SEPARATOR}|")


def without_site_name(title: str, site_name: str) -> str:
    """Return a title without the site's name at its end, which Portal adds to every title."""
    if not site_name or not title.casefold().endswith(site_name.casefold()):
        return title
    before = title[: -len(site_name)]
    stripped = before.rstrip(f" {SEPARATOR}-—|·•»")
    return stripped if stripped and stripped != before.rstrip() else title


def is_hidden_from_search(item: Item) -> bool:
    """True if a plugin tells search engines not to list the text."""
    return (
        item.meta_value("_yoast_wpseo_meta-robots-noindex") == "1"
        or "noindex" in item.meta_value("rank_math_robots")
        or item.meta_value("_seopress_robots_index") in ("yes", "1")
        or item.meta_value("_aioseop_noindex") in ("on", "1")
        or item.meta_value("_aioseo_robots_noindex") in ("on", "1", "true")
    )
