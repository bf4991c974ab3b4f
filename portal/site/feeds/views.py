"""The feeds of the newest stories: of the site, a category, a tag or an author."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, Response, redirect
from sqlalchemy import Select, select
from werkzeug import Response as BaseResponse

from portal.extensions import db
from portal.models import Article, Author, Category, Tag
from portal.models.article.loading import for_feeds
from portal.site.article.views import DAY, find_article
from portal.site.edition import edition
from portal.site.feeds import atom, json_feed, rss
from portal.site.feeds.feed import FORMAT_PATHS, Feed
from portal.site.lists.categories import redirect_to_full_path

bp = Blueprint("feeds", __name__)

FEED_SIZE = 20

View = TypeVar("View", bound=Callable[..., BaseResponse])


def feed_routes(path: str) -> Callable[[View], View]:
    """Route RSS 2.0 to `path`feed/, and Atom 1.0 and JSON Feed 1.1 to two addresses below it."""

    def decorate(view: View) -> View:
        bp.get(f"{path}feed/", defaults={"format": "rss"})(view)
        return bp.get(f"{path}feed/<any(atom, json):format>/")(view)

    return decorate


@feed_routes("/")
def of_site(format: str) -> Response:
    """Return the feed of the whole site."""
    settings = edition().settings
    return feed_response(format, "/", settings.name, settings.tagline, Article.live())


@feed_routes("/category/<path:words>/")
def of_category(words: str, format: str) -> BaseResponse:
    """Return the feed of a category. Another form of its path redirects to the full one."""
    category = db.session.scalar(select(Category).filter_by(path_words=words))
    if category is None:
        return redirect_to_full_path(words, suffix=FORMAT_PATHS[format])
    title = title_of(category.name)
    articles = category.live_articles()
    return feed_response(format, category.path, title, category.description, articles)


@feed_routes("/tag/<slug>/")
def of_tag(slug: str, format: str) -> Response:
    """Return the feed of a tag."""
    tag = db.one_or_404(select(Tag).filter_by(slug=slug))
    return feed_response(format, tag.path, title_of(tag.name), tag.description, tag.live_articles())


@feed_routes("/author/<slug>/")
def of_author(slug: str, format: str) -> Response:
    """Return the feed of an author."""
    author = db.one_or_404(select(Author).filter_by(slug=slug))
    return feed_response(
        format, author.path, title_of(author.name), author.bio, author.live_articles()
    )


@bp.get(f"/{DAY}/<slug>/feed/")
def of_article(year: int, month: int, day: int, slug: str) -> BaseResponse:
    """Redirect WordPress's feed of a story's comments to the story."""
    return redirect(find_article(year, month, day, slug).path or "/", 301)


def title_of(name: str) -> str:
    return f"{name} – {edition().settings.name}"


def feed_response(
    format: str, path: str, title: str, description: str, query: Select[Article]
) -> Response:
    """Return the newest stories in a format, with the date of the last change among them."""
    settings = edition().settings
    articles = db.session.scalars(for_feeds(query.limit(FEED_SIZE))).unique().all()
    feed = Feed(title, description, path, settings.language, settings.name, articles)
    response = write(format, feed)
    if articles:
        response.last_modified = feed.changed_at
    return response


def write(format: str, feed: Feed) -> Response:
    if format == "atom":
        return Response(atom.write(feed), content_type=atom.CONTENT_TYPE)
    if format == "json":
        return Response(json_feed.write(feed), content_type=json_feed.CONTENT_TYPE)
    return Response(rss.write(feed), content_type=rss.CONTENT_TYPE)
