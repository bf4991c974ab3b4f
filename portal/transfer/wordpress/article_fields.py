"""A post as the article it becomes: its words, its dates, what it is filed under."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from babel.dates import format_date

from portal.models import Indexing, now
from portal.models.article.article import count_words
from portal.models.base.slugs import slug_of
from portal.models.search import Text
from portal.transfer.wordpress.body.converter import Body
from portal.transfer.wordpress.old_addresses import old_path
from portal.transfer.wordpress.wxr.dates import day_of, modified, moment_of
from portal.transfer.wordpress.wxr.export import Item, plain, words_of

LONGEST_HEADLINE = 300
LONGEST_TEASER = 400
LONGEST_LANGUAGE = 20
FIRST_WORDS = 70
PARAGRAPH = re.compile(r"<p(?: [^>]*)?>(.*)</p>")
CUT_SHORT = re.compile(r"\s*(?:\[?(?:…|\.\.\.|&hellip;)\]?)\s*$")
SEO_TITLES = ("_yoast_wpseo_title", "rank_math_title", "_aioseo_title", "_aioseop_title", "_seopress_titles_title")  # fmt: skip
SEO_DESCRIPTIONS = ("_yoast_wpseo_metadesc", "rank_math_description", "_aioseo_description", "_aioseop_description", "_seopress_titles_desc")  # fmt: skip
FILLED_IN = re.compile(r"%%?\w+%?%|#\w+")  # what plugins put other words in the place of
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")

PUBLIC = ("publish", "future")
UNWRITTEN = {
    "trash": "it lay in WordPress's bin",
    "auto-draft": "an empty draft that WordPress made by itself",
    "inherit": "an older version of another item",
}

# What of an article is compared, to tell whether it was changed, there or here.
COMPARED = (
    "headline",
    "standfirst",
    "body",
    "language",
    "meta_title",
    "meta_description",
    "indexing_rule",
    "image_id",
    "published_at",
    "submitted_at",
    "binned_at",
)


@dataclass
class Story:
    """`fields` are the article's columns; the ids are in the order that they are shown in."""

    key: str
    fields: dict[str, Any]
    categories: list[int] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)
    authors: list[int] = field(default_factory=list)
    olds: list[str] = field(default_factory=list)
    is_sticky: bool = False
    text: Text | None = None

    @cached_property
    def digest(self) -> str:
        return digest_of(self.fields, self.categories, self.tags, self.authors)

    @property
    def path(self) -> str | None:
        """Its new address, as redirects write old ones."""
        day = self.fields["day"]
        return f"/{day:%Y/%m/%d}/{self.fields['slug']}" if day else None

    @property
    def live_from(self) -> datetime | None:
        return self.fields["published_at"]


def digest_of(
    fields: dict[str, Any], categories: list[int], tags: list[int], authors: list[int]
) -> str:
    """What an article says and where it is filed, in brief; not its address, which is ours to choose."""
    said = [fields[name] for name in COMPARED]
    filed = [categories[:1], sorted(categories), tags, authors]
    return sha256(repr((said, filed)).encode()).hexdigest()


def is_public(item: Item) -> bool:
    return item.status in PUBLIC and not item.password


def why_hidden(item: Item) -> str | None:
    """Why a text that readers may have seen is kept as a draft, in words for the editor."""
    if item.password:
        return "protected by a password: kept as a draft"
    if item.status == "private":
        return "private: kept as a draft"
    if item.status not in (*PUBLIC, "draft", "pending"):
        return f"of the unknown status “{item.status}”: kept as a draft"
    return None


def fields_of(item: Item, body: Body, zone: ZoneInfo, language: str) -> dict[str, Any]:
    """The columns of the article, but for its picture."""
    moment, changed = moment_of(item, zone), modified(item)
    published_at = moment if is_public(item) else None
    headline = headline_of(item, body.html, zone, language)
    standfirst, html = opening(item, body)
    return {
        "headline": headline,
        "standfirst": standfirst,
        "slug": slug_of(unquote(item.slug) or headline),
        "day": day_of(item, zone) if published_at else None,
        "body": html,
        "word_count": count_words(html),
        "language": language_of(item, language),
        "meta_title": seo(item, SEO_TITLES)[:300],
        "meta_description": seo(item, SEO_DESCRIPTIONS),
        "indexing_rule": Indexing.NOINDEX.value if is_kept_from_search(item) else None,
        "published_at": published_at,
        "submitted_at": (changed or moment) if item.status == "pending" else None,
        "binned_at": None,
        "created_at": moment or changed or now(),
        "updated_at": changed or moment or now(),
    }


def headline_of(item: Item, html: str, zone: ZoneInfo, language: str) -> str:
    """Its title; else the first words of the text; else its day."""
    if title := words_of(item.title):
        return title[:LONGEST_HEADLINE]
    words = words_of(html)
    if len(words) > FIRST_WORDS:
        words = words[:FIRST_WORDS].rpartition(" ")[0] + " …"
    day = day_of(item, zone) or now().astimezone(zone).date()
    return words or format_date(day, "long", locale=locale_of(language))


def opening(item: Item, body: Body) -> tuple[str, str]:
    """The standfirst, and the body without it.

    The excerpt, unless it merely repeats how the text begins; a teaser of one short paragraph.
    """
    first, _, rest = body.html.partition("\n")
    paragraph = PARAGRAPH.fullmatch(first)
    said = words_of(paragraph[1]) if paragraph else ""
    is_plain = bool(said) and "<a " not in first
    excerpt = words_of(item.excerpt)
    if excerpt:
        if said == excerpt:
            return (excerpt, rest) if is_plain and rest else ("", body.html)
        begins = CUT_SHORT.sub("", excerpt)
        is_cut = begins != excerpt and words_of(body.html).startswith(begins)
        return ("" if is_cut else excerpt), body.html
    if body.teaser == 1 and is_plain and rest and len(said) <= LONGEST_TEASER:
        return said, rest
    return "", body.html


def language_of(item: Item, language: str) -> str | None:
    """Its own language, as translation plugins file it, where that is not the site's."""
    own = next((term.slug.replace("_", "-") for term in item.filed("language")), "")
    is_language = len(own) <= LONGEST_LANGUAGE and LANGUAGE.fullmatch(own)
    return own if is_language and own != language else None


def seo(item: Item, names: tuple[str, ...]) -> str:
    """What a search plugin says of it; empty where it only says how to put that together."""
    said = plain(item.said(*names))
    return "" if FILLED_IN.search(said) else said


def is_kept_from_search(item: Item) -> bool:
    return item.said("_yoast_wpseo_meta-robots-noindex") == "1" or "noindex" in item.said(
        "rank_math_robots"
    )


def olds_of(item: Item, site: str) -> list[str]:
    """Every old address of a post or page."""
    path = old_path(item.link, site)
    names = ("p", "page_id") if item.kind == "page" else ("p",)
    olds = [f"/?{name}={item.id}" for name in names]
    if path and "?" not in path and path != "/":
        before = path.rpartition("/")[0]
        slugs = [unquote(slug) for slug in item.meta.get("_wp_old_slug", ()) if slug]
        olds += [path, *(f"{before}/{slug}" for slug in slugs)]
    first = old_path(item.guid, site) if "?" not in item.guid else None
    if first and first not in ("/", path):  # it was there before its site's addresses were changed
        olds.append(first)
    return olds


def locale_of(language: str) -> str:
    return language.replace("-", "_")
