"""The short texts that other programs look for at well-known addresses."""

from __future__ import annotations

import json

from flask import Blueprint, Response, abort, current_app, redirect, render_template
from werkzeug import Response as BaseResponse

from portal.site.edition import edition
from portal.web.rendering import absolute, direction

bp = Blueprint("machines", __name__)

PLAIN_TEXT = "text/plain; charset=utf-8"
ICONS = {"favicon.svg": "any", "icon-192.png": "192x192", "icon-512.png": "512x512"}


@bp.get("/robots.txt")
def robots() -> Response:
    """Ask robots to leave out searches and fragments of pages (RFC 9309)."""
    return Response(render_template("site/robots.txt"), content_type=PLAIN_TEXT)


@bp.get("/ads.txt")
def ads() -> Response:
    """Return the list of authorised ad sellers that an editor has entered (IAB ads.txt 1.1)."""
    if not (text := edition().settings.ads_txt):
        abort(404)
    return Response(text, content_type=PLAIN_TEXT)


@bp.get("/favicon.ico")
def favicon() -> BaseResponse:
    """Redirect programs that ask for the icon without having read a page."""
    return redirect(current_app.extensions["assets"].address("favicon.ico"))


@bp.get("/site.webmanifest")
def manifest() -> Response:
    """Return the site's name and icons for a phone's home screen (W3C Web App Manifest)."""
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
