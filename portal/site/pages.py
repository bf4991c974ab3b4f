"""Standing pages, also nested; whatever has no address of its own comes here last."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, request, url_for
from sqlalchemy import select
from werkzeug import Response as BaseResponse

from portal.extensions import db
from portal.models import Page
from portal.site.bodies.body import Body
from portal.site.edition import Link
from portal.web.rendering import render

bp = Blueprint("pages", __name__)


@bp.get("/<path:words>/", strict_slashes=False)
def show(words: str) -> Response | BaseResponse:
    """A page, at its address with the slash; what is no page may be an old address without one."""
    page = db.first_or_404(select(Page).filter_by(path_words=words))
    if not page.is_live:
        abort(404)
    if request.path != page.path:
        return redirect(page.path, 301)
    return render(
        "site/page.html",
        page=page,
        body=Body(page.body),
        lineage=[Link(each.title, each.path) for each in page.lineage[:-1]],
        children=[child for child in page.children if child.is_live],
        heading=page.title,
        meta_description=page.description,
        canonical=page.path,
        edit=url_for("desk.pages.edit", page=page.id),
    )
