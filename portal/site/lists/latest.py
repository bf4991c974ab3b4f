"""The latest stories: a list of the whole site, and the stories newer than a cursor."""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, render_template
from flask_babel import gettext as _

from portal.extensions import db
from portal.models import Article
from portal.models.article.loading import for_cards
from portal.models.base.keyset_paging import BadCursor, newer_than
from portal.site.edition import LATEST_SIZE
from portal.site.lists.list_page import list_page

bp = Blueprint("latest", __name__)


@bp.get("/latest/")
def index() -> Response:
    """List every live article, newest first."""
    return list_page(Article.live(), heading=_("Latest stories"), canonical="/latest/")


@bp.get("/latest/since/<cursor>/")
def since(cursor: str) -> Response:
    """Return the stories newer than the cursor, at most eight; 204 if there are none.

    Not 304: Chromium gives a script a 304 as a 200 with the old body.
    """
    try:
        newer = for_cards(newer_than(Article.live(), cursor)).limit(LATEST_SIZE)
    except BadCursor:
        abort(404)
    articles = db.session.scalars(newer).unique().all()
    if not articles:
        return Response(status=204)
    response = make_response(render_template("site/layout/_new_stories.html", articles=articles))
    response.headers["X-Robots-Tag"] = "noindex"
    return response
