"""The pages for errors: not found, taken down, refused, our fault."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Flask, abort, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from werkzeug.exceptions import Gone, HTTPException, InternalServerError, NotFound

from portal.models import GoneAddress
from portal.site.errors import not_found_log
from portal.site.errors.wordpress_urls import resolve_path, resolve_query
from portal.site.locale import known_locale

NUL = "\0"

ErrorPage = tuple[str, int, dict[str, str]]


def init_app(app: Flask) -> None:
    not_found_log.init_app(app)
    app.before_request(refuse_nul)
    app.register_error_handler(NotFound, not_found)
    app.register_error_handler(Gone, gone)
    app.register_error_handler(InternalServerError, our_fault)
    app.register_error_handler(HTTPException, refused)


def refuse_nul() -> None:
    """Abort with 404 for a path with NUL: no page has one, and PostgreSQL refuses it in a text."""
    if NUL in request.path:
        abort(404)


def not_found(error: HTTPException) -> ResponseReturnValue:
    """Redirect an old address, answer 410 for a deleted story, else show the 404 page.

    A path with capital letters redirects to the same in small letters.
    """
    path = request.path
    if NUL in path:
        return error_page("errors/404.html", 404)
    if request.method in ("GET", "HEAD"):
        if target := resolve_path(path):
            by_query = resolve_query(request.args) if target == "/" else None
            return redirect(by_query or target, 301)
        if GoneAddress.exists(path):
            return error_page("errors/410.html", 410)
        if target := lower_case(path):
            return redirect(target, 301)
    not_found_log.record(path)
    return error_page("errors/404.html", 404)


def lower_case(path: str) -> str | None:
    """Return the path in small letters; None if it has no capitals.

    None also for a path that a browser would read as the address of another site.
    """
    lower = path.lower()
    return quote(lower) if lower != path and not lower.startswith(("//", "/\\")) else None


def gone(error: HTTPException) -> ErrorPage:
    return error_page("errors/410.html", 410)


def refused(error: HTTPException) -> ErrorPage | HTTPException:
    if error.code is None or error.code < 400:
        return error
    return error_page("errors/other.html", error.code, error=error)


def our_fault(error: HTTPException) -> ErrorPage:
    """Show the page for a failure. It does not read the database, which may have failed."""
    last_edition = current_app.extensions.get("edition")
    language = last_edition.settings.language if last_edition else "en"
    with force_locale(known_locale(language)):
        page = current_app.jinja_env.get_template("errors/500.html").render()
    return page, 500, {"Cache-Control": "no-store"}


def error_page(template: str, status: int, **context: Any) -> ErrorPage:
    return render_template(template, **context), status, {"Cache-Control": "no-store"}
