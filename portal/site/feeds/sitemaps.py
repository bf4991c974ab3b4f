"""What search engines read: sitemaps (sitemaps.org 0.9), and the news sitemap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from flask import Blueprint, Response, abort, redirect, request, stream_with_context
from sqlalchemy.orm import load_only
from werkzeug import Response as AnyResponse

from portal.extensions import db
from portal.models import Article, Indexing, now
from portal.models.site.sitemap_entry import sitemap_sections
from portal.site.edition import edition
from portal.site.feeds.xml import Element, streamed
from portal.web.rendering import absolute

bp = Blueprint("sitemaps", __name__)

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
NEWS_AGE = timedelta(days=2)
NEWS_ADDRESSES = 1_000
FIXED = ("/", "/authors/", "/categories/", "/archive/")


@bp.get("/sitemap.xml")
def index() -> Response:
    """The index of all files, each with when one of its addresses was last changed."""
    return xml("sitemapindex", (address("sitemap", *file) for file in files()))


def files() -> Iterator[tuple[str, datetime | None]]:
    yield "/sitemap/site.xml", None
    for name, kind in sitemap_sections().items():
        for number, changed_at in kind.numbers():
            yield f"/sitemap/{name}-{number}.xml", changed_at


@bp.get("/sitemap/site.xml")
def of_site() -> Response:
    """The front page and the lists of everything."""
    return xml("urlset", (address("url", path) for path in FIXED))


@bp.get(
    "/sitemap/<any(articles, categories, tags, authors, pages):name>-<int(max=9999999):number>.xml"
)
def show(name: str, number: int) -> Response:
    """One file of a kind; 404 where it would be empty."""
    kind = sitemap_sections()[name]
    count, changed_at = kind.count(number)
    if not count or changed_at is None:
        abort(404)
    rows = (address("url", noun.path, changed) for noun, changed in kind.rows(number))
    response = xml("urlset", rows)
    response.implicit_sequence_conversion = False  # so that nobody gathers it to count its bytes
    response.set_etag(f"{count}-{changed_at.timestamp():.6f}", weak=True)
    response.last_modified = changed_at
    response.make_conditional(request)
    return response


@bp.get("/news-sitemap.xml")
def news() -> Response:
    """Our own stories of the last two days, at most 1,000 (Google News sitemap).

    Never kept: it changes with the clock, when no edition does.
    """
    own = Article.published_at >= now() - NEWS_AGE, Article.indexing == Indexing.OWN
    query = Article.live().where(*own).limit(NEWS_ADDRESSES).options(
        load_only(Article.day, Article.slug, Article.headline, Article.language, Article.published_at)
    )  # fmt: skip
    response = xml("urlset", map(news_of, db.session.scalars(query)), news=NEWS)
    response.headers["Cache-Control"] = "no-cache"
    return response


def news_of(article: Article) -> Element:
    settings = edition().settings
    language = article.language or settings.language
    publication: list[Element] = [
        (tag("name", NEWS), settings.name),
        (tag("language", NEWS), google_language(language)),
    ]
    told: list[Element] = [
        (tag("publication", NEWS), publication),
        (
            tag("publication_date", NEWS),
            article.published_at.isoformat() if article.published_at else "",
        ),
        (tag("title", NEWS), article.headline),
    ]
    return tag("url"), [(tag("loc"), absolute(article.path or "/")), (tag("news", NEWS), told)]


def google_language(language: str) -> str:
    """The language alone; of Chinese also which script (Google News sitemap: ISO 639, zh-cn, zh-tw)."""
    words = language.lower().split("-")
    if words[0] == "zh":
        return "zh-tw" if {"hant", "tw", "hk", "mo"} & set(words) else "zh-cn"
    return words[0]


@bp.get("/wp-sitemap.xml")
@bp.get("/wp-sitemap-<old>.xml")
@bp.get("/<old>-sitemap.xml")
@bp.get("/sitemap_index.xml")
@bp.get("/sitemap-index.xml")
def old(old: str = "") -> AnyResponse:
    """Where WordPress and its plugins keep theirs."""
    return redirect("/sitemap.xml", 301)


def tag(name: str, namespace: str = SITEMAP) -> str:
    return f"{{{namespace}}}{name}"


def address(name: str, path: str, changed_at: datetime | None = None) -> Element:
    told: list[Element] = [(tag("loc"), absolute(path))]
    if changed_at:
        told.append((tag("lastmod"), changed_at.isoformat(timespec="seconds")))
    return tag(name), told


def xml(root: str, rows: Iterable[Element], **further: str) -> Response:
    namespaces: dict[str | None, str] = {None: SITEMAP}
    namespaces.update(further)
    document = streamed(tag(root), namespaces, rows)
    return Response(stream_with_context(document), content_type="application/xml; charset=utf-8")
