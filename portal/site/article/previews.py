"""Previews: a story as its readers will see it, for whoever has been given the link."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request
from werkzeug import Response as BaseResponse

from portal.models import Preview
from portal.site.article.views import story_page
from portal.site.errors import answer

bp = Blueprint("previews", __name__)


@bp.get("/preview/<token>/")
def show(token: str) -> BaseResponse | tuple:
    """It; when readers see all of it, the way there. 410 when it has ended, 404 if it never was."""
    preview = Preview.find(token)
    if preview is None or not preview.is_open:
        return answer("errors/preview.html", 410 if preview else 404, preview=preview)
    if preview.live_path:
        return redirect(preview.live_path)
    return story_page(preview.story, path=request.path, preview=preview)


@bp.after_request
def keep_nothing(response: Response) -> Response:
    """It is for a few, and for a few days."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
