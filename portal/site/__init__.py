"""The readers' side: no login, no session, no cookie; every answer may be kept."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from flask import Blueprint, Flask, Response

from portal.site import edition, lite
from portal.site.article import share_image
from portal.web.rendering import template_gettext


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
        authors,
        categories,
        errors,
        front,
        health,
        latest,
        pages,
        tags,
        well_known,
    )
    from portal.site.archives import months
    from portal.site.archives import views as archive_views
    from portal.site.article import previews
    from portal.site.article import views as article_views
    from portal.site.feeds import sitemaps
    from portal.site.feeds import views as feed_views
    from portal.site.search import views as search_views

    door = Blueprint("site", __name__)
    for view in (
        front,
        article_views,
        categories,
        tags,
        authors,
        archive_views,
        months,
        latest,
        search_views,
        feed_views,
        sitemaps,
        well_known,
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
        "_": template_gettext(),
        "edition": edition.edition(),
        "cursor_of": edition.latest_cursor,
        "link": lite.link,
        "share_image": share_image.share_image,
        "set_once": edition.set_once,
    }


def let_it_be_kept(response: Response) -> Response:
    """Anyone may keep an answer: a browser asks each time whether it is still true, what stands
    between for a second (RFC 9111 §5.2.2), and longer while it asks or we are away (RFC 9213)."""
    if response.status_code in (200, 204) and "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "public, max-age=0, s-maxage=1, must-revalidate"
        response.headers["CDN-Cache-Control"] = (
            "max-age=1, stale-while-revalidate=10, stale-if-error=86400"
        )
    if response.implicit_sequence_conversion:
        response.make_sequence()  # while the database is still there to be read
    return response
