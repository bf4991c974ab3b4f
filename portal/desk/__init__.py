"""The editors' side: one blueprint under /desk, guarded and never cached."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response
from flask_login import current_user

from portal.desk import dashboard, errors, template_filters
from portal.desk import suggestions as noun_suggestions
from portal.desk.articles import bin, bin_cleanup, bulk, choose_picture, duplicate
from portal.desk.articles import index as _index  # noqa: F401  registers the list's view
from portal.desk.articles import views as article_views
from portal.desk.articles.editing import suggestions
from portal.desk.articles.publishing import (
    calendar,
    corrections,
    previews,
    publication,
    review_queue,
    review_requests,
    schedule,
)
from portal.desk.articles.saving import autosave, revisions
from portal.desk.library import embeds, uploads
from portal.desk.library import views as library_views
from portal.desk.navigation import navigation
from portal.desk.paper import (
    authors,
    categories,
    front_page,
    menus,
    pages,
    redirects,
    settings,
    sources,
    tags,
)
from portal.desk.people import (
    access,
    account,
    audit_log,
    editors,
    one_time_links,
    password_reset,
    session_cookie,
    sign_in,
)
from portal.desk.shared import current_settings, guard
from portal.desk.shared.forms import control
from portal.desk.shared.links import url_if_allowed
from portal.desk.shared.noun_field import suggestion_attributes
from portal.desk.shared.permissions import Action, DeskBlueprint, may

BLUEPRINT_MODULES = (
    dashboard,
    noun_suggestions,
    article_views,
    bulk,
    autosave,
    revisions,
    previews,
    publication,
    corrections,
    review_requests,
    choose_picture,
    suggestions,
    bin,
    bin_cleanup,
    duplicate,
    schedule,
    review_queue,
    calendar,
    embeds,
    sign_in,
    one_time_links,
    password_reset,
    account,
    editors,
    access,
    audit_log,
    front_page,
    sources,
    categories,
    tags,
    authors,
    pages,
    menus,
    redirects,
    settings,
    library_views,
    uploads,
)


def init_app(app: Flask) -> None:
    session_cookie.init_app(app)
    guard.init_app(app)
    desk = DeskBlueprint("desk", Action.ACCOUNT)
    desk.url_prefix = "/desk"
    for module in BLUEPRINT_MODULES:
        desk.register_blueprint(module.bp)
    desk.add_url_rule("/<path:_anything>", "nothing", errors.no_such_page, methods=["GET", "POST"])
    desk.before_request(guard.guard)
    desk.after_request(forbid_caching)
    desk.context_processor(template_context)
    errors.init_app(desk)
    app.register_blueprint(desk)
    app.jinja_env.globals.update(control=control, suggestion_attributes=suggestion_attributes)
    template_filters.init_app(app)
    library_views.init_app(app)


def forbid_caching(response: Response) -> Response:
    """Keep desk pages out of every cache (RFC 9111 §5.2.2.5) and every search engine."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def template_context() -> dict[str, Any]:
    """Return the names that every template of the desk may use."""
    return {
        "settings": current_settings.settings(),
        "editor": current_user,
        "may": lambda action, noun=None: may(current_user, action, noun),
        "navigation": navigation,
        "url_if_allowed": url_if_allowed,
    }
