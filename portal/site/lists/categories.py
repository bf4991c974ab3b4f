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
from portal.site.lists.list_page import list_page
from portal.web.rendering import render

bp = Blueprint("categories", __name__)


@bp.get("/categories/")
def index() -> Response:
    """List every category with its count, as a tree."""
    return render("site/lists/categories.html", heading=_("Categories"), canonical="/categories/")


@bp.get("/category/<path:words>/")
def show(words: str) -> Response:
    """List every live article of a category and of those below it, newest first.

    The category's full path is its only address; other forms redirect to it.
    """
    category = db.session.scalar(select(Category).filter_by(path_words=words))
    if category is None:
        return redirect_to_full_path(words)
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


def redirect_to_full_path(words: str, suffix: str = "") -> Response:
    """Redirect to the category whose slug is the last of `words`; 404 unless exactly one has it.

    `suffix` follows the path in the address, such as `feed/`.
    """
    by_slug = select(Category).filter_by(slug=words.rpartition("/")[2]).limit(2)
    categories = db.session.scalars(by_slug).all()
    if len(categories) != 1:
        raise NotFound
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    return redirect(categories[0].path + suffix + query, 301)
