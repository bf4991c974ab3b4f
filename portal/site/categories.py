"""A category's stories, and the list of all categories."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug import Response
from werkzeug.exceptions import NotFound

from portal.extensions import db
from portal.models import Category
from portal.site.article.structured_data import lineage_data
from portal.site.edition import edition
from portal.site.listing import list_page
from portal.web.rendering import render

bp = Blueprint("categories", __name__)


@bp.get("/categories/")
def index() -> Response:
    """Every category with its count, as the tree that they are."""
    return render("site/lists/categories.html", heading=_("Categories"), canonical="/categories/")


@bp.get("/category/<path:words>/")
def show(words: str) -> Response:
    """Every live article filed here or within, newest first. Its whole path is its only address."""
    category = db.session.scalar(select(Category).filter_by(path_words=words))
    if category is None:
        return lead_to_whole_path(words)
    lineage = edition().lineage(category.id)
    return list_page(
        category.live_articles(),
        heading=category.name,
        intro=category.description,
        lineage=lineage[:-1],
        section=lineage[-1],
        data=lineage_data(lineage),
        canonical=category.path,
        edit=url_for("desk.categories.edit", category=category.id),
        feed_path=f"{category.path}feed/",
    )


def lead_to_whole_path(words: str, below: str = "") -> Response:
    """Another form of a category's path leads to the whole one, if its last word names just one.

    `below` is what stands behind the path in the address, such as `feed/`.
    """
    named = select(Category).filter_by(slug=words.rpartition("/")[2]).limit(2)
    found = db.session.scalars(named).all()
    if len(found) != 1:
        raise NotFound
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    return redirect(found[0].path + below + query, 301)
