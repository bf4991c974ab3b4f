"""The readers' side: no sign-in, no session, no cookie; every response may be cached."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Flask, Response, abort, request

from portal.site import edition, lite
from portal.site.article.share_image import share_image
from portal.site.bodies.directions import runs_against_page
from portal.site.locale import language, time_zone
from portal.site.template_text import translate, translate_plural

# The numbers of a cursor: a time or a day, and an id. Only lists check what they mean.
CURSOR = re.compile(r"[0-9]+(-[0-9]+)*")

__all__ = ["edition", "init_app", "language", "time_zone"]


def init_app(app: Flask) -> None:
    from portal.site import accent, front, health, pages, well_known
    from portal.site.archives import months
    from portal.site.archives import views as archive_views
    from portal.site.article import previews
    from portal.site.article import views as article_views
    from portal.site.errors import handlers
    from portal.site.feeds import sitemaps
    from portal.site.feeds import views as feed_views
    from portal.site.lists import authors, categories, latest, tags
    from portal.site.search import views as search_views

    readers = Blueprint("site", __name__)
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
        readers.register_blueprint(view.bp)
    readers.before_request(refuse_bad_cursor)
    readers.after_request(allow_caching)
    readers.app_context_processor(request_context)
    app.register_blueprint(readers)
    handlers.init_app(app)
    app.jinja_env.tests["running_against_page"] = runs_against_page
    app.jinja_env.globals.update(
        _=translate,
        ngettext=translate_plural,
        latest_cursor=edition.latest_cursor,
        link=lite.link,
        render_fragment=edition.render_fragment,
        render_once_per_edition=edition.render_once_per_edition,
        share_image=share_image,
    )


def request_context() -> dict[str, Any]:
    """Return the template variable that depends on the request: its edition."""
    return {"edition": edition.edition()}


def refuse_bad_cursor() -> None:
    """Abort with 404 for a `?before=` that is no cursor, also on a page that is not a list."""
    cursor = request.args.get("before")
    if cursor and not CURSOR.fullmatch(cursor):
        abort(404)


def allow_caching(response: Response) -> Response:
    """Allow every cache to store the response.

    A browser asks each time whether it is still current, a proxy after a second (RFC 9111
    §5.2.2). A CDN may serve an old response while it asks or while the site is down (RFC 9213).
    """
    if response.status_code in (200, 204) and "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "public, max-age=0, s-maxage=1, must-revalidate"
        response.headers["CDN-Cache-Control"] = (
            "max-age=1, stale-while-revalidate=10, stale-if-error=86400"
        )
    if response.implicit_sequence_conversion:
        response.make_sequence()  # while the database session is still open
    return response
