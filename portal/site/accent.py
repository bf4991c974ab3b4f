"""The accent that the desk has chosen, as a stylesheet of its own: no style stands in a page."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from portal.typography.contrast import made_lighter

bp = Blueprint("accent", __name__)


@bp.get("/accent/<colour>.css")
def show(colour: str) -> Response:
    """The tokens of one accent, as its address names it: `/accent/175a86.css`. It never changes."""
    try:
        dark = made_lighter(f"#{colour}")
    except ValueError:
        abort(404)
    sheet = f"@layer tokens{{:root{{--accent:light-dark(#{colour},{dark})}}}}\n"
    response = Response(sheet, mimetype="text/css")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
