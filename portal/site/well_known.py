"""The short texts that other programs look for at the top of a site."""

from __future__ import annotations

import json

from flask import Blueprint, Response, abort, current_app, redirect, render_template
from werkzeug import Response as BaseResponse

from portal.site.edition import edition
from portal.web.rendering import absolute, direction

bp = Blueprint("machines", __name__)

PLAIN = "text/plain; charset=utf-8"
ICONS = {"favicon.svg": "any", "icon-192.png": "192x192", "icon-512.png": "512x512"}


@bp.get("/robots.txt")
def robots() -> Response:
    """Fragments and searches are nobody's to index (RFC 9309)."""
    return Response(render_template("site/robots.txt"), content_type=PLAIN)


@bp.get("/ads.txt")
def ads() -> Response:
    """Who may sell the site's advertisements, where an editor has said so (IAB ads.txt 1.1)."""
    if not (text := edition().settings.ads_txt):
        abort(404)
    return Response(text, content_type=PLAIN)


@bp.get("/favicon.ico")
def favicon() -> BaseResponse:
    """For programs that ask for it without having read a page."""
    return redirect(current_app.extensions["assets"].address("favicon.ico"))


@bp.get("/site.webmanifest")
def manifest() -> Response:
    """The paper's name and mark for a phone's first screen (W3C Web Application Manifest)."""
    settings = edition().settings
    data = {
        "id": "/",
        "name": settings.name,
        "short_name": settings.name,
        "description": settings.tagline,
        "lang": settings.language,
        "dir": direction(settings.language),
        "start_url": absolute("/"),
        "display": "browser",
        "icons": [
            {"src": current_app.extensions["assets"].address(name), "sizes": sizes}
            for name, sizes in ICONS.items()
        ],
    }
    return Response(json.dumps(data, ensure_ascii=False), content_type="application/manifest+json")
