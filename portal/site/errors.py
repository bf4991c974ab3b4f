"""What a reader sees when there is nothing, no longer anything, or when it is our fault."""

from __future__ import annotations

from urllib.parse import quote

from flask import Flask, abort, current_app, redirect, render_template, request
from flask_babel import force_locale
from werkzeug import Response
from werkzeug.exceptions import Gone, HTTPException, InternalServerError, NotFound

from portal.models import GoneAddress
from portal.site import known_locale, not_found_log
from portal.site.wordpress_urls import leads_to, plain_address

NUL = "\0"


def init_app(app: Flask) -> None:
    app.extensions["lost"] = not_found_log.Lost(app)
    app.before_request(refuse_nul)
    app.register_error_handler(NotFound, not_found)
    app.register_error_handler(Gone, gone)
    app.register_error_handler(InternalServerError, our_fault)
    app.register_error_handler(HTTPException, refused)


def refuse_nul() -> None:
    """No address of ours has one, and PostgreSQL takes none in a text."""
    if NUL in request.path:
        abort(404)


def not_found(error: NotFound) -> Response | tuple:
    """An old address leads on, or says that its story is gone; else a page to search from.

    One typed with capitals leads to that in small letters.
    """
    path = request.path
    if NUL in path:
        return answer("errors/404.html", 404)
    if request.method in ("GET", "HEAD"):
        if target := leads_to(path):
            asked = plain_address(request.args) if target == "/" else None
            return redirect(asked or target, 301)
        if GoneAddress.exists(path):
            return answer("errors/410.html", 410)
        if target := small(path):
            return redirect(target, 301)
    not_found_log.note(path)
    return answer("errors/404.html", 404)


def small(path: str) -> str | None:
    """The path in small letters, as all of ours are; None where it is so already.

    Nor for what a browser would take for another site's name.
    """
    lower = path.lower()
    return quote(lower) if lower != path and not lower.startswith(("//", "/\\")) else None


def gone(error: Gone) -> tuple:
    return answer("errors/410.html", 410)


def refused(error: HTTPException) -> tuple | HTTPException:
    if error.code is None or error.code < 400:
        return error
    return answer("errors/other.html", error.code, error=error)


def our_fault(error: InternalServerError) -> tuple:
    """Asks nothing of the database, which may be what failed: the last edition says the language."""
    kept = current_app.extensions.get("edition")
    with force_locale(known_locale(kept.settings.language if kept else "en")):
        page = current_app.jinja_env.get_template("errors/500.html").render()
    return page, 500, {"Cache-Control": "no-store"}


def answer(template: str, status: int, **context) -> tuple:
    return render_template(template, **context), status, {"Cache-Control": "no-store"}
