"""A feed: a list of stories with a title, independent of the format it is written in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app, render_template

from portal.models import Article, Category, Tag
from portal.models.base.keyset_paging import EPOCH
from portal.site.bodies.absolute_urls import MEDIA, absolute_url, with_absolute_urls
from portal.web.rendering import absolute

MAX_PICTURE_WIDTH = 1200
# The path of each format, relative to the page whose stories it carries.
FORMAT_PATHS = {"rss": "feed/", "atom": "feed/atom/", "json": "feed/json/"}


@dataclass(frozen=True)
class Feed:
    """The newest stories of the page at `path`; `language` is a BCP 47 tag."""

    title: str
    description: str
    path: str
    language: str
    site_name: str
    articles: Sequence[Article]

    @property
    def page_address(self) -> str:
        return absolute(self.path)

    def address(self, format: str) -> str:
        """Return the address of the feed in a format: `rss`, `atom` or `json`."""
        return absolute(self.path + FORMAT_PATHS[format])

    @property
    def changed_at(self) -> datetime:
        """The time of the last publication or change of a story; 1970 without any."""
        return max(map(changed_at, self.articles), default=EPOCH)


def changed_at(article: Article) -> datetime:
    """Return the time since which readers see the story as it is."""
    return max(article.updated_at, article.published_at or EPOCH)


def feed_id(article: Article) -> str:
    """Return the story's constant id. One without a host dates from before ids were stored."""
    return absolute(article.feed_id) if article.feed_id.startswith("/") else article.feed_id


def content_html(article: Article) -> str:
    """Return the whole story as HTML for other sites, with its corrections and its source."""
    return render_template(
        "feeds/story.html",
        article=article,
        body=with_absolute_urls(
            article.body,
            article.language,
            path=article.path or "/",
            anchor_prefix=f"s{article.id}-",
        ),
    ).strip()


def direct_categories(article: Article) -> list[Category]:
    """Return the categories chosen for the story, its primary one first, without their parents."""
    chosen = [link.category for link in article.category_links if link.is_direct]
    return sorted(chosen, key=lambda category: (category.id != article.category_id, category.name))


def topics(article: Article) -> list[Category | Tag]:
    """Return the story's categories, then its tags."""
    return [*direct_categories(article), *article.tags]


@dataclass(frozen=True)
class Picture:
    """A story's lead picture as a file; `width` and `height` in pixels, `size` in bytes."""

    address: str
    type: str
    width: int
    height: int
    size: int
    caption: str
    credit: str


def lead_picture(article: Article) -> Picture | None:
    """Return the lead picture, at most 1200 pixels wide, in a format that every feed reader shows."""
    if not (image := article.image):
        return None
    renditions = image.rendition_set()
    width = renditions.nearest(MAX_PICTURE_WIDTH)
    file = renditions.file(width)
    stored = Path(current_app.config["INSTANCE"]) / "media" / file
    return Picture(
        address=absolute_url(MEDIA + file),
        type=f"image/{renditions.format}",
        width=width,
        height=renditions.height_at(width),
        size=stored.stat().st_size if stored.is_file() else 0,
        caption=article.image_caption or image.caption or image.alt,
        credit=image.credit,
    )
