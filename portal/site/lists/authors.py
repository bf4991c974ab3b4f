"""An author's stories, and the list of all authors."""

from __future__ import annotations

from flask import Blueprint, Response, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.extensions import db
from portal.models import Author
from portal.site.edition import edition
from portal.site.lists.list_page import list_page
from portal.web.rendering import render

bp = Blueprint("authors", __name__)


@bp.get("/authors/")
def index() -> Response:
    """List every author who has a live story, with their counts."""
    return render("site/lists/authors.html", heading=_("Authors"), canonical="/authors/")


@bp.get("/author/<slug>/")
def show(slug: str) -> Response:
    """Show an author's profile, then every live article of theirs, newest first."""
    query = select(Author).filter_by(slug=slug).options(joinedload(Author.portrait))
    author = db.one_or_404(query)
    return list_page(
        author.live_articles(),
        "site/lists/author.html",
        author=author,
        heading=author.name,
        meta_description=author.bio,
        count=edition().author_count(author.path),
        canonical=author.path,
        edit=url_for("desk.authors.edit", author=author.id),
        feed_path=f"{author.path}feed/",
    )
