"""The columns of the article that a post becomes."""

from __future__ import annotations

import re
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from portal.models import Indexing, now
from portal.models.article.draft import ArticleDraft
from portal.models.article.feed_id import MAX_FEED_ID_CHARS
from portal.models.base.slugs import slug_of
from portal.transfer.wordpress.addresses.old_paths import old_path
from portal.transfer.wordpress.article import seo
from portal.transfer.wordpress.article.opening import headline_of, split_standfirst
from portal.transfer.wordpress.article.site_profile import SiteProfile
from portal.transfer.wordpress.article.status import is_public
from portal.transfer.wordpress.article.theme_meta import SUBTITLE, theme_text
from portal.transfer.wordpress.body.converter import Body
from portal.transfer.wordpress.wxr.dates import day_of, modified_at, published_at
from portal.transfer.wordpress.wxr.export import Item, words_of
from portal.wording.word_count import count_words_of_html

MAX_LANGUAGE_CHARS = 20
MAX_META_TITLE_CHARS = 300
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def draft_of(
    item: Item, body: Body, zone: ZoneInfo, language: str, site: SiteProfile
) -> ArticleDraft:
    """Return a post as a draft, without its picture, categories, tags, authors and source."""
    moment, changed = published_at(item, zone), modified_at(item)
    live_from = moment if is_public(item) else None
    headline = headline_of(item, body.html, zone, language)
    standfirst, html = split_standfirst(item, body)
    values = seo_values(item, headline, site)
    description = seo.seo_text(item, seo.DESCRIPTIONS, values)
    excerpt = words_of(item.excerpt)
    if not description and excerpt and theme_text(item, SUBTITLE):
        description = excerpt  # its place is the subtitle's
    return ArticleDraft(
        key=item.id,
        headline=headline,
        standfirst=standfirst,
        slug=slug_of(unquote(item.slug) or headline),
        day=day_of(item, zone) if live_from else None,
        body=html,
        word_count=count_words_of_html(html),
        language=language_of(item, language),
        meta_title=meta_title_of(item, headline, site),
        meta_description=description,
        feed_id=item.guid if 0 < len(item.guid) <= MAX_FEED_ID_CHARS else None,
        indexing_rule=Indexing.NOINDEX.value if seo.is_hidden_from_search(item) else None,
        published_at=live_from,
        submitted_at=(changed or moment) if item.status == "pending" else None,
        created_at=moment or changed or now(),
        updated_at=changed or moment or now(),
        is_sticky=item.is_sticky == "1",
    )


def meta_title_of(item: Item, headline: str, site: SiteProfile) -> str:
    """Return the title that a plugin gives to search engines; empty if it is the headline."""
    title = seo.seo_text(item, seo.TITLES, seo_values(item, headline, site))
    title = seo.without_site_name(title, site.name)[:MAX_META_TITLE_CHARS]
    return "" if title == headline else title


def seo_values(item: Item, headline: str, site: SiteProfile) -> dict[str, str]:
    """Return the values of the variables that plugins for search engines have, by meaning."""
    categories = item.terms_in("category")
    return {
        "title": headline,
        "site": site.name,
        "tagline": site.tagline,
        "excerpt": words_of(item.excerpt),
        "category": categories[0].name if categories else "",
        "author": site.authors.get(item.creator, ""),
        "year": str(now().year),
        "post_year": item.date[:4],
        "date": item.date[:10],
        "focus": item.meta_value("_yoast_wpseo_focuskw", "rank_math_focus_keyword"),
    }


def language_of(item: Item, site_language: str) -> str | None:
    """Return the language that translation plugins file the text under, if it is not the site's."""
    own = next((term.slug.replace("_", "-") for term in item.terms_in("language")), "")
    is_language = len(own) <= MAX_LANGUAGE_CHARS and LANGUAGE.fullmatch(own)
    return own if is_language and own != site_language else None


def old_addresses_of(item: Item, site: str) -> list[str]:
    """Return every old address of a post or page, as redirects store them."""
    path = old_path(item.link, site)
    names = ("p", "page_id") if item.kind == "page" else ("p",)
    addresses = [f"/?{name}={item.id}" for name in names]
    if path and "?" not in path and path != "/":
        before = path.rpartition("/")[0]
        slugs = [unquote(slug) for slug in item.meta.get("_wp_old_slug", ()) if slug]
        addresses += [path, *(f"{before}/{slug}" for slug in slugs)]
    # The guid is the address from before the site's addresses were changed.
    first = old_path(item.guid, site) if "?" not in item.guid else None
    if first and first not in ("/", path):
        addresses.append(first)
    return addresses
