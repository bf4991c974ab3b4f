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
from portal.site.feeds.channel import changed_at
from portal.web.media import media_address
from portal.web.rendering import absolute

MARK = ("icon-512.png", 512, 512)


def site_data() -> Markup:
    """The front page's: what the paper is called, and who publishes it."""
    settings = edition().settings
    site = {
        "@type": "WebSite",
        "name": settings.name,
        "description": settings.tagline,
        "url": absolute("/"),
        "inLanguage": settings.language,
        "publisher": publisher_data(),
    }
    return as_json_ld([without_empty(site)])


def lineage_data(lineage: list[Section]) -> Markup:
    """The way to a category."""
    return as_json_ld([breadcrumbs(lineage)])


def article_data(article: Article, lineage: list[Section]) -> Markup:
    """NewsArticle with its authors in order, and the way to it as BreadcrumbList."""
    story = {
        "@type": "NewsArticle",
        "headline": article.headline[:110],
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
    return as_json_ld([without_empty(story), breadcrumbs(lineage)])


def publisher_data() -> dict[str, Any]:
    """The paper, with its logo, or our mark in its place."""
    name, width, height = MARK
    address = current_app.extensions["assets"].address(name)
    if logo := edition().logo:
        frame = logo.rendition_set()
        width, height = frame.nearest(PREVIEW), frame.height_at(frame.nearest(PREVIEW))
        address = media_address(frame.file(width))
    return {
        "@type": "NewsMediaOrganization",
        "name": edition().settings.name,
        "url": absolute("/"),
        "logo": image_data(address, width, height),
    }


def picture_data(article: Article) -> list[dict[str, Any]] | None:
    """The story's own picture, the same that other sites show beside a link."""
    if article.image is None:
        return None
    shown = share_image_of(article.image)
    picture = image_data(shown.address, shown.width, shown.height)
    return [picture | ({"creditText": article.image.credit} if article.image.credit else {})]


def image_data(address: str, width: int, height: int) -> dict[str, Any]:
    whole = absolute(address) if address.startswith("/") else address
    return {"@type": "ImageObject", "url": whole, "width": width, "height": height}


def author_data(author: Author) -> dict[str, Any]:
    kind = "Person" if author.kind == "person" else "Organization"
    return {"@type": kind, "name": author.name, "url": absolute(author.path)}


def breadcrumbs(lineage: list[Section]) -> dict[str, Any]:
    crumbs = [(_("Home"), "/"), *((section.name, section.path) for section in lineage)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": name, "item": absolute(path)}
            for n, (name, path) in enumerate(crumbs, 1)
        ],
    }


def without_empty(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value not in (None, "")}


def as_json_ld(graph: list[dict[str, Any]]) -> Markup:
    """Safe within a script element: no `<` is left in it."""
    data = {"@context": "https://schema.org", "@graph": graph}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026"))  # noqa: S704
