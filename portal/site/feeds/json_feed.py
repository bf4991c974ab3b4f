"""JSON Feed 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json
from typing import Any

from portal.models import Article, Author
from portal.site.feeds.channel import Channel, changed_at, content, feed_id, picture, topics
from portal.web.rendering import absolute

CONTENT_TYPE = "application/feed+json; charset=utf-8"
VERSION = "https://jsonfeed.org/version/1.1"


def write(channel: Channel) -> str:
    data = {
        "version": VERSION,
        "title": channel.title,
        "home_page_url": channel.page,
        "feed_url": channel.feed("json"),
        "description": channel.description,
        "language": channel.language,
        "authors": [{"name": channel.paper, "url": absolute("/")}],
        "items": [item(article) for article in channel.articles],
    }
    return json.dumps(said(data), ensure_ascii=False, indent=1)


def item(article: Article) -> dict[str, Any]:
    address = absolute(article.path or "/")
    lead = picture(article)
    return said(
        {
            "id": feed_id(article),
            "url": address,
            "external_url": article.source_address,
            "title": article.headline,
            "summary": article.standfirst,
            "content_html": content(article),
            "image": lead.address if lead else None,
            "date_published": article.published_at.isoformat() if article.published_at else None,
            "date_modified": changed_at(article).isoformat(),
            "authors": [person(author) for author in article.authors],
            "tags": [noun.name for noun in topics(article)],
            "language": article.language,
        }
    )


def person(author: Author) -> dict[str, Any]:
    return {"name": author.name, "url": absolute(author.path)}


def said(data: dict[str, Any]) -> dict[str, Any]:
    """Without what there is nothing to say of; a feed says its items even when it has none."""
    return {name: value for name, value in data.items() if value or name == "items"}
