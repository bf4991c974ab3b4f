"""Structured data for search engines, as JSON-LD (schema.org)."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from portal.models import Article, Author
from portal.rendering import absolute
from portal.site.edition import Section, edition
from portal.site.share_image import share_image_of


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
        "dateModified": article.updated_at.isoformat(),
        "inLanguage": article.language or edition().settings.language,
        "articleSection": lineage[-1].name if lineage else None,
        "keywords": [tag.name for tag in article.tags] or None,
        "wordCount": article.words or None,
        "author": [author_data(author) for author in article.authors] or None,
        "publisher": {"@type": "NewsMediaOrganization", "name": edition().settings.name},
        "isBasedOn": article.source_address or None,
    }
    crumbs = [("Home", "/"), *((section.name, section.path) for section in lineage)]
    return as_json_ld([without_empty(story), breadcrumbs(crumbs)])


def picture_data(article: Article) -> list[dict[str, Any]] | None:
    """The story's own picture, the same that other sites show beside a link."""
    if article.image is None:
        return None
    shown = share_image_of(article.image)
    size = {"width": shown.width, "height": shown.height}
    credit = {"creditText": article.image.credit} if article.image.credit else {}
    return [{"@type": "ImageObject", "url": shown.address, **size, **credit}]


def author_data(author: Author) -> dict[str, Any]:
    kind = "Person" if author.kind == "person" else "Organization"
    return {"@type": kind, "name": author.name, "url": absolute(author.path)}


def breadcrumbs(crumbs: list[tuple[str, str]]) -> dict[str, Any]:
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
