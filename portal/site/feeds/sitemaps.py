"""Sitemaps for search engines (sitemaps.org 0.9), and the news sitemap (Google News)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from flask import Blueprint, Response, abort, redirect, request, stream_with_context
from sqlalchemy.orm import load_only
from werkzeug import Response as BaseResponse

from portal.extensions import db
from portal.models import Article, Indexing, now
from portal.models.site.sitemap_entry import sitemap_sections
from portal.site.edition import edition
from portal.site.feeds.xml import Element, stream_document
from portal.web.rendering import absolute

bp = Blueprint("sitemaps", __name__)

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
MAX_NEWS_AGE = timedelta(days=2)
MAX_NEWS_ADDRESSES = 1_000
FIXED_PATHS = ("/", "/authors/", "/categories/", "/archive/")


@bp.get("/sitemap.xml")
def index() -> Response:
    """Return the index of all files, each with the last change of its addresses."""
    return sitemap_response("sitemapindex", (entry("sitemap", *file) for file in files()))


def files() -> Iterator[tuple[str, datetime | None]]:
    yield "/sitemap/site.xml", None
    for name, kind in sitemap_sections().items():
        for number, changed_at in kind.numbers():
            yield f"/sitemap/{name}-{number}.xml", changed_at


@bp.get("/sitemap/site.xml")
def of_site() -> Response:
    """Return the file with the front page and the lists of all authors, categories and days."""
    return sitemap_response("urlset", (entry("url", path) for path in FIXED_PATHS))


@bp.get(
    "/sitemap/<any(articles, categories, tags, authors, pages):name>-<int(max=9999999):number>.xml"
)
def show(name: str, number: int) -> Response:
    """Return one file of a kind; 404 if it would be empty."""
    kind = sitemap_sections()[name]
    count, changed_at = kind.count(number)
    if not count or changed_at is None:
        abort(404)
    rows = (entry("url", noun.path, changed) for noun, changed in kind.rows(number))
    response = sitemap_response("urlset", rows)
    response.implicit_sequence_conversion = False  # else Werkzeug collects it to count its bytes
    response.set_etag(f"{count}-{changed_at.timestamp():.6f}", weak=True)
    response.last_modified = changed_at
    response.make_conditional(request)
    return response


@bp.get("/news-sitemap.xml")
def news() -> Response:
    """Return our own stories of the last two days, at most 1,000 (Google News sitemap).

    Never cached: it changes with the clock, also within one edition.
    """
    is_own_and_new = (
        Article.published_at >= now() - MAX_NEWS_AGE,
        Article.indexing == Indexing.OWN,
    )
    query = Article.live().where(*is_own_and_new).limit(MAX_NEWS_ADDRESSES).options(
        load_only(Article.day, Article.slug, Article.headline, Article.language, Article.published_at)
    )  # fmt: skip
    response = sitemap_response("urlset", map(news_entry, db.session.scalars(query)), news=NEWS)
    response.headers["Cache-Control"] = "no-cache"
    return response


def news_entry(article: Article) -> Element:
    settings = edition().settings
    published = article.published_at.isoformat() if article.published_at else ""
    publication: list[Element] = [
        (tag("name", NEWS), settings.name),
        (tag("language", NEWS), google_language(article.language or settings.language)),
    ]
    fields: list[Element] = [
        (tag("publication", NEWS), publication),
        (tag("publication_date", NEWS), published),
        (tag("title", NEWS), article.headline),
    ]
    return tag("url"), [(tag("loc"), absolute(article.path or "/")), (tag("news", NEWS), fields)]


def google_language(language: str) -> str:
    """Return the language as Google News wants it: ISO 639, but zh-cn or zh-tw for Chinese."""
    words = language.lower().split("-")
    if words[0] == "zh":
        return "zh-tw" if {"hant", "tw", "hk", "mo"} & set(words) else "zh-cn"
    return words[0]


@bp.get("/wp-sitemap.xml")
@bp.get("/wp-sitemap-<old>.xml")
@bp.get("/<old>-sitemap.xml")
@bp.get("/sitemap_index.xml")
@bp.get("/sitemap-index.xml")
def old(old: str = "") -> BaseResponse:
    """Redirect the addresses of the sitemaps of WordPress and its plugins."""
    return redirect("/sitemap.xml", 301)


def tag(name: str, namespace: str = SITEMAP) -> str:
    return f"{{{namespace}}}{name}"


def entry(name: str, path: str, changed_at: datetime | None = None) -> Element:
    fields: list[Element] = [(tag("loc"), absolute(path))]
    if changed_at:
        fields.append((tag("lastmod"), changed_at.isoformat(timespec="seconds")))
    return tag(name), fields


def sitemap_response(root: str, rows: Iterable[Element], **namespaces: str) -> Response:
    document = stream_document(tag(root), {None: SITEMAP} | namespaces, rows)
    return Response(stream_with_context(document), content_type="application/xml; charset=utf-8")
