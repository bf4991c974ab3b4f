"""The article's page."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, request
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from portal.extensions import db
from portal.models import Article, Author, Byline, Indexing, Tagging
from portal.models.article.neighbours import neighbours_of
from portal.site.archives.day_counts import Month
from portal.site.article.structured_data import article_data
from portal.site.bodies.body import Body
from portal.site.edition import edition
from portal.web.rendering import render

bp = Blueprint("articles", __name__)

DAY = "<int(fixed_digits=4):year>/<int(fixed_digits=2):month>/<int(fixed_digits=2):day>"
# The number of related stories on the page, and after a reader has asked for more.
RELATED_SIZE, MORE_RELATED_SIZE = 4, 12

ARTICLE_QUERY = (
    select(Article)
    .where(Article.day == bindparam("day"), Article.slug == bindparam("slug"))
    .options(
        joinedload(Article.image),
        joinedload(Article.source),
        joinedload(Article.corrections),
        joinedload(Article.bylines).joinedload(Byline.author).joinedload(Author.portrait),
        joinedload(Article.taggings).joinedload(Tagging.tag),
    )
)


@bp.get(f"/{DAY}/<slug>/")
def show(year: int, month: int, day: int, slug: str) -> Response:
    """Show one story. `?part=story` is the same below another one; 410 if it was taken down."""
    article = find_article(year, month, day, slug)
    return article_page(article, path=article.path or "/", canonical=canonical_of(article))


def article_page(article: Article, **context: Any) -> Response:
    """Return the page of a story, or the part of it that `?part=` names.

    `context` must contain `path`, the address at which the story is read.
    """
    settings = edition().settings
    lineage = edition().lineage(article.category_id)
    size = MORE_RELATED_SIZE if request.args.get("part") == "related" else RELATED_SIZE + 1
    related = edition().related_cache.related_to(article, size)
    return render(
        "site/article/show.html",
        parts={
            "story": "site/article/_next_article.html",
            "related": "site/article/_more_related.html",
        },
        announce=announcement(article, related),
        article=article,
        lineage=lineage,
        section=lineage[-1] if lineage else None,
        month=Month.of(article.day or edition().today),
        neighbours=neighbours_of(article, settings.neighbours == "category"),
        related=related,
        heading=article.headline,
        meta_title=article.meta_title,
        meta_description=article.meta_description or article.standfirst,
        robots="noindex" if article.indexing == Indexing.NOINDEX else None,
        og_type="article",
        body=Body(
            article.body,
            f"s{article.id}-" if "part" in request.args else "",
            anchor_prefix=f"s{article.id}-",
            language=article.language,
            path=article.path or "/",
        ),
        data=article_data(article, lineage),
        **context,
    )


def find_article(year: int, month: int, day: int, slug: str) -> Article:
    """Return the live article at this address; abort with 410 if it was taken down, else 404."""
    try:
        when = date(year, month, day)
    except ValueError:
        abort(404)
    article = db.session.scalars(ARTICLE_QUERY, {"day": when, "slug": slug}).unique().one_or_none()
    if article is None or not (article.is_live or article.is_gone):
        abort(404)
    if not article.is_live:
        abort(410)
    return article


def announcement(article: Article, related: list[Article]) -> str:
    """Return what a screen reader says when a part of this page has been loaded."""
    if request.args.get("part") == "related":
        count = len(related[RELATED_SIZE:])
        return str(ngettext("%(num)d more story", "%(num)d more stories", count))
    return str(_("Next story: %(headline)s", headline=article.headline))


def canonical_of(article: Article) -> str | None:
    """Return the article's path, or its source's address if the indexing rule prefers that."""
    if article.indexing == Indexing.CANONICAL and article.source_address:
        return article.source_address
    return article.path
