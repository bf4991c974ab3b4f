"""The current edition: the one that a request is answered from, and the newest one."""

from __future__ import annotations

from threading import Lock
from typing import cast

from flask import Flask, current_app, g, has_request_context, request
from markupsafe import Markup

from portal.cache.rendering import EDITION_KEY
from portal.extensions import make_session_read_only, read_session
from portal.models import SiteVersion
from portal.site.edition.snapshot import Edition

creation_lock = Lock()


def edition() -> Edition:
    """Return the edition that this request is answered from: the cache's, or the current one."""
    if "edition" not in g:
        given = request.environ.get(EDITION_KEY) if has_request_context() else None
        g.edition = given or current_edition()
    return cast(Edition, g.edition)


def render_once_per_edition(template: str, **arguments: object) -> Markup:
    """Return the rendered template from the edition's fragment cache.

    The cache key is the template and the arguments. So the template must not read the request,
    nor any variable of the page that it is part of.
    """
    return edition().cached_fragment(template, **arguments)


def current_edition() -> Edition:
    """Return the current edition: the watcher's, if it runs; else look at the site version."""
    if current_app.extensions.get("is_watched"):
        return cast(Edition, current_app.extensions["edition"])
    return refresh_edition()


def refresh_edition() -> Edition:
    """Return the current edition. Create it if the version was raised or the old one expired."""
    latest: Edition | None = current_app.extensions.get("edition")
    if latest and latest.is_current(current_version()):
        return latest
    with creation_lock:  # one thread of a burst creates it, the others wait for it
        version = current_version()
        latest = current_app.extensions.get("edition")
        if latest is None or not latest.is_current(version):
            if not has_request_context():
                make_session_read_only()
            latest = current_app.extensions["edition"] = Edition(version).prepare()
    return latest


def current_version() -> int:
    """Return the site version, read in its own session.

    A thread that waits for an edition must not hold a connection.
    """
    with read_session() as session:
        return SiteVersion.current(session)


def edition_of(app: Flask) -> Edition:
    """Return the current edition, outside of a request."""
    if app.extensions.get("is_watched"):
        return cast(Edition, app.extensions["edition"])
    with app.app_context():
        return refresh_edition()
