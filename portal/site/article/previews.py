"""Previews: a story as its readers will see it, for anyone who has the link."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue

from portal.models import Preview
from portal.site.article.views import article_page
from portal.site.errors.handlers import error_page

bp = Blueprint("previews", __name__)


@bp.get("/preview/<token>/")
def show(token: str) -> ResponseReturnValue:
    """Show the preview, or redirect to the story once readers see all of it.

    410 after its end, 404 for a token that the site never signed.
    """
    preview = Preview.find(token)
    if preview is None or not preview.is_open:
        return error_page("errors/preview.html", 410 if preview else 404, preview=preview)
    if preview.live_path:
        return redirect(preview.live_path)
    return article_page(preview.story, path=request.path, preview=preview)


@bp.after_request
def forbid_caching(response: Response) -> Response:
    """Keep previews out of caches and search engines: they are for a few people and days."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
