"""Feeds: the newest stories of the site, a category, a tag or an author, for other programs."""

from __future__ import annotations

from flask import Blueprint, Response, redirect
from sqlalchemy import Select, select
from werkzeug import Response as AnyResponse

from portal.extensions import db
from portal.models import Article, Author, Category, Tag
from portal.models.article.queries import for_feeds
from portal.site.article.views import DAY, find
from portal.site.categories import lead_to_whole_path
from portal.site.edition import edition
from portal.site.feeds import atom, json_feed, rss
from portal.site.feeds.channel import FEEDS, Channel

bp = Blueprint("feeds", __name__)

NEWEST = 20
WRITERS = {"rss": rss, "atom": atom, "json": json_feed}


def feed(path: str):
    """Route an address and the two below it: RSS 2.0, Atom 1.0, JSON Feed 1.1."""

    def routed(view):
        bp.get(f"{path}feed/", defaults={"form": "rss"})(view)
        return bp.get(f"{path}feed/<any(atom, json):form>/")(view)

    return routed


@feed("/")
def of_site(form: str) -> Response:
    """The whole site's."""
    settings = edition().settings
    return answer(form, "/", settings.name, settings.tagline, Article.live())


@feed("/category/<path:words>/")
def of_category(words: str, form: str) -> AnyResponse:
    """A category's. Another form of its path leads to the whole one."""
    category = db.session.scalar(select(Category).filter_by(path_words=words))
    if category is None:
        return lead_to_whole_path(words, below=FEEDS[form])
    return answer(
        form, category.path, titled(category.name), category.description, category.live_articles()
    )


@feed("/tag/<slug>/")
def of_tag(slug: str, form: str) -> Response:
    """A tag's."""
    tag = db.one_or_404(select(Tag).filter_by(slug=slug))
    return answer(form, tag.path, titled(tag.name), tag.description, tag.live_articles())


@feed("/author/<slug>/")
def of_author(slug: str, form: str) -> Response:
    """An author's."""
    author = db.one_or_404(select(Author).filter_by(slug=slug))
    return answer(form, author.path, titled(author.name), author.bio, author.live_articles())


@bp.get(f"/{DAY}/<slug>/feed/")
def of_article(year: int, month: int, day: int, slug: str) -> AnyResponse:
    """Where WordPress kept a story's comments: it leads to the story."""
    return redirect(find(year, month, day, slug).path or "/", 301)


def titled(name: str) -> str:
    return f"{name} – {edition().settings.name}"


def answer(form: str, path: str, title: str, description: str, query: Select) -> Response:
    """The newest stories in a format, with the date of the last change among them."""
    settings = edition().settings
    articles = db.session.scalars(for_feeds(query.limit(NEWEST))).unique().all()
    channel = Channel(title, description, path, settings.language, settings.name, articles)
    writer = WRITERS[form]
    response = Response(writer.write(channel), content_type=writer.CONTENT_TYPE)
    if articles:
        response.last_modified = channel.changed_at
    return response
