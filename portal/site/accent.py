"""The accent colour as a stylesheet of its own, because pages carry no inline style."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from portal.typography.contrast import made_lighter

bp = Blueprint("accent", __name__)


@bp.get("/accent/<colour>.css")
def show(colour: str) -> Response:
    """Return the tokens of the accent that the address names (`/accent/175a86.css`), for ever."""
    try:
        dark = made_lighter(f"#{colour}")
    except ValueError:
        abort(404)
    sheet = f"@layer tokens{{:root{{--accent:light-dark(#{colour},{dark})}}}}\n"
    response = Response(sheet, mimetype="text/css")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
