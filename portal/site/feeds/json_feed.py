"""JSON Feed 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json
from typing import Any

from portal.models import Article, Author
from portal.site.feeds.feed import Feed, changed_at, content_html, feed_id, lead_picture, topics
from portal.web.rendering import absolute

CONTENT_TYPE = "application/feed+json; charset=utf-8"
VERSION = "https://jsonfeed.org/version/1.1"


def write(feed: Feed) -> str:
    data = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.page_address,
        "feed_url": feed.address("json"),
        "description": feed.description,
        "language": feed.language,
        "authors": [{"name": feed.site_name, "url": absolute("/")}],
        "items": [item_data(article) for article in feed.articles],
    }
    return json.dumps(without_empty(data), ensure_ascii=False, indent=1)


def item_data(article: Article) -> dict[str, Any]:
    address = absolute(article.path or "/")
    picture = lead_picture(article)
    return without_empty(
        {
            "id": feed_id(article),
            "url": address,
            "external_url": article.source_address,
            "title": article.headline,
            "summary": article.standfirst,
            "content_html": content_html(article),
            "image": picture.address if picture else None,
            "date_published": article.published_at.isoformat() if article.published_at else None,
            "date_modified": changed_at(article).isoformat(),
            "authors": [author_data(author) for author in article.authors],
            "tags": [topic.name for topic in topics(article)],
            "language": article.language,
        }
    )


def author_data(author: Author) -> dict[str, Any]:
    return {"name": author.name, "url": absolute(author.path)}


def without_empty(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data without empty values; `items`, which the format requires, may be empty."""
    return {name: value for name, value in data.items() if value or name == "items"}
