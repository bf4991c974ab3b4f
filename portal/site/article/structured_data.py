"""Structured data for search engines, as JSON-LD (schema.org)."""

from __future__ import annotations

import json
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from markupsafe import Markup

from portal.models import Article, Author
from portal.models.media.rendition_sizes import PREVIEW
from portal.site.article.share_image import share_image_of
from portal.site.edition import Section, edition
from portal.site.feeds.feed import changed_at
from portal.web.media import media_address
from portal.web.rendering import absolute

DEFAULT_LOGO_FILE, DEFAULT_LOGO_WIDTH, DEFAULT_LOGO_HEIGHT = "icon-512.png", 512, 512
MAX_HEADLINE_CHARS = 110

Properties = dict[str, Any]


def site_data() -> Markup:
    """Return the data of the front page: a WebSite with its publisher."""
    settings = edition().settings
    site = {
        "@type": "WebSite",
        "name": settings.name,
        "description": settings.tagline,
        "url": absolute("/"),
        "inLanguage": settings.language,
        "publisher": publisher_data(),
    }
    return json_ld([without_empty(site)])


def lineage_data(lineage: list[Section]) -> Markup:
    """Return the data of a category: its BreadcrumbList."""
    return json_ld([breadcrumb_data(lineage)])


def article_data(article: Article, lineage: list[Section]) -> Markup:
    """Return a NewsArticle with its authors in order, and its BreadcrumbList."""
    story = {
        "@type": "NewsArticle",
        "headline": article.headline[:MAX_HEADLINE_CHARS],
        "description": article.standfirst,
        "image": picture_data(article),
        "url": absolute(article.path or "/"),
        "mainEntityOfPage": absolute(article.path or "/"),
        "datePublished": article.published_at.isoformat() if article.published_at else None,
        "dateModified": changed_at(article).isoformat(),
        "inLanguage": article.language or edition().settings.language,
        "articleSection": lineage[-1].name if lineage else None,
        "keywords": [tag.name for tag in article.tags] or None,
        "wordCount": article.word_count or None,
        "author": [author_data(author) for author in article.authors] or None,
        "publisher": publisher_data(),
        "isBasedOn": article.source_address or None,
    }
    return json_ld([without_empty(story), breadcrumb_data(lineage)])


def publisher_data() -> Properties:
    """Return the site as a NewsMediaOrganization with its logo, or Portal's icon without one."""
    width, height = DEFAULT_LOGO_WIDTH, DEFAULT_LOGO_HEIGHT
    address = current_app.extensions["assets"].address(DEFAULT_LOGO_FILE)
    if logo := edition().logo:
        renditions = logo.rendition_set()
        width, height = (
            renditions.nearest(PREVIEW),
            renditions.height_at(renditions.nearest(PREVIEW)),
        )
        address = media_address(renditions.file(width))
    return {
        "@type": "NewsMediaOrganization",
        "name": edition().settings.name,
        "url": absolute("/"),
        "logo": image_data(address, width, height),
    }


def picture_data(article: Article) -> list[Properties] | None:
    """Return the story's own picture, unless it is too small for other sites to show beside a link."""
    if article.image is None or article.image.is_too_small_for_cards:
        return None
    shown = share_image_of(article.image)
    picture = image_data(shown.address, shown.width, shown.height)
    return [picture | ({"creditText": article.image.credit} if article.image.credit else {})]


def image_data(address: str, width: int, height: int) -> Properties:
    url = absolute(address) if address.startswith("/") else address
    return {"@type": "ImageObject", "url": url, "width": width, "height": height}


def author_data(author: Author) -> Properties:
    kind = "Person" if author.kind == "person" else "Organization"
    return {"@type": kind, "name": author.name, "url": absolute(author.path)}


def breadcrumb_data(lineage: list[Section]) -> Properties:
    crumbs = [(_("Home"), "/"), *((section.name, section.path) for section in lineage)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": name, "item": absolute(path)}
            for n, (name, path) in enumerate(crumbs, 1)
        ],
    }


def without_empty(data: Properties) -> Properties:
    return {name: value for name, value in data.items() if value not in (None, "")}


def json_ld(graph: list[Properties]) -> Markup:
    """Return the graph as JSON that is safe within a script element: it contains no `<`."""
    data = {"@context": "https://schema.org", "@graph": graph}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026"))  # noqa: S704
