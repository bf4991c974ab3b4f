"""The channel: a list of stories as feeds carry it, whatever their format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app, render_template

from portal.models import Article, Category, Tag
from portal.models.base.keyset_paging import EPOCH
from portal.site.bodies.absolute_urls import MEDIA, whole, with_whole_addresses
from portal.web.rendering import absolute

WIDEST = 1200
# Where each format stands, below the page whose stories it carries.
FEEDS = {"rss": "feed/", "atom": "feed/atom/", "json": "feed/json/"}


@dataclass(frozen=True)
class Channel:
    """`path` is the page's whose stories it carries, the newest first; `language` a BCP 47 tag."""

    title: str
    description: str
    path: str
    language: str
    paper: str
    articles: Sequence[Article]

    @property
    def page(self) -> str:
        return absolute(self.path)

    def feed(self, form: str) -> str:
        """Its address in a format: `rss`, `atom` or `json`."""
        return absolute(self.path + FEEDS[form])

    @property
    def changed_at(self) -> datetime:
        """When the last of its stories appeared or was changed; 1970 before the first."""
        return max(map(changed_at, self.articles), default=EPOCH)


def changed_at(article: Article) -> datetime:
    """When readers first saw the story as it stands."""
    return max(article.updated_at, article.published_at or EPOCH)


def feed_id(article: Article) -> str:
    """Return the story's constant id. One without a host dates from before ids were stored."""
    return absolute(article.feed_id) if article.feed_id.startswith("/") else article.feed_id


def content(article: Article) -> str:
    """The whole story as HTML that stands by itself, with its corrections and its source."""
    return render_template(
        "feeds/story.html", article=article, body=with_whole_addresses(article.body)
    ).strip()


def categories(article: Article) -> list[Category]:
    """Those it is filed under by name, its primary one first."""
    named = [filing.category for filing in article.category_links if filing.is_direct]
    return sorted(named, key=lambda category: (category.id != article.category_id, category.name))


def topics(article: Article) -> list[Category | Tag]:
    """Its categories, then its tags."""
    return [*categories(article), *article.tags]


@dataclass(frozen=True)
class Picture:
    """A story's lead picture as a file to fetch; width and height in pixels."""

    address: str
    type: str
    width: int
    height: int
    bytes: int
    caption: str
    credit: str


def picture(article: Article) -> Picture | None:
    """At most 1200 pixels wide, in the format that every reader of feeds can show."""
    if not (image := article.image):
        return None
    frame = image.rendition_set()
    width = frame.nearest(WIDEST)
    file = frame.file(width)
    kept = Path(current_app.config["INSTANCE"]) / "media" / file
    return Picture(
        address=whole(MEDIA + file),
        type=f"image/{frame.format}",
        width=width,
        height=frame.height_at(width),
        bytes=kept.stat().st_size if kept.is_file() else 0,
        caption=article.image_caption or image.caption or image.alt,
        credit=image.credit,
    )
