"""Standing pages, also nested. Their route comes last: it matches every remaining address."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request, url_for
from sqlalchemy import select
from werkzeug import Response

from portal.extensions import db
from portal.models import Page
from portal.site.bodies.body import Body
from portal.site.edition import Link
from portal.web.rendering import render

bp = Blueprint("pages", __name__)


@bp.get("/<path:words>/", strict_slashes=False)
def show(words: str) -> Response:
    """Show a page at its address with the slash; without a page, the address may be an old one."""
    page = db.first_or_404(select(Page).filter_by(path_words=words))
    if not page.is_live:
        abort(404)
    if request.path != page.path:
        return redirect(page.path, 301)
    return render(
        "site/page.html",
        page=page,
        body=Body(page.body, language=page.language, path=page.path),
        lineage=[Link(parent.title, parent.path) for parent in page.lineage[:-1]],
        children=[child for child in page.children if child.is_live],
        heading=page.title,
        meta_description=page.description,
        canonical=page.path,
        edit=url_for("desk.pages.edit", page=page.id),
    )
