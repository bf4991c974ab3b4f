"""The readers' side: no login, no session, no cookie; every answer may be kept."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from flask import Blueprint, Flask, Response, request

from portal.rendering import words
from portal.site import edition, lite, share_image


def language() -> str:
    return known_locale(edition.edition().settings.language)


@lru_cache
def known_locale(language: str) -> str:
    """The locale of a BCP 47 tag; English for one that this build has no words for."""
    try:
        return str(Locale.parse(language, sep="-"))
    except (UnknownLocaleError, ValueError):
        return "en"


def time_zone() -> str:
    return edition.edition().settings.time_zone


def init_app(app: Flask) -> None:
    from portal.site import (
        accent,
        archive,
        articles,
        authors,
        categories,
        errors,
        feeds,
        front,
        health,
        latest,
        machines,
        months,
        pages,
        previews,
        search,
        sitemaps,
        tags,
    )

    door = Blueprint("site", __name__)
    for view in (
        front,
        articles,
        categories,
        tags,
        authors,
        archive,
        months,
        latest,
        search,
        feeds,
        sitemaps,
        machines,
        accent,
        health,
        previews,
        pages,
    ):
        door.register_blueprint(view.bp)
    door.after_request(let_it_be_kept)
    door.app_context_processor(for_templates)
    app.register_blueprint(door)
    errors.init_app(app)


def for_templates() -> dict[str, Any]:
    return {
        "_": words(),
        "edition": edition.edition(),
        "cursor_of": edition.latest_cursor,
        "link": lite.link,
        "share_image": share_image.share_image,
        "standing": edition.standing,
    }


def let_it_be_kept(response: Response) -> Response:
    """Anyone may keep an answer, and asks each time whether it is still true (RFC 9111 §5.2.2)."""
    if response.status_code == 200 and request.method in ("GET", "HEAD"):
        response.headers.setdefault("Cache-Control", "public, max-age=0, must-revalidate")
        response.add_etag()
        response.make_conditional(request)
    return response
