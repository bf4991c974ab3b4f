"""The editors' side: guarded and never kept by anybody, once, for the whole door."""

from __future__ import annotations

from flask import Flask, Response
from flask_login import current_user

from portal.desk import (
    access,
    account,
    articles,
    audit,
    authors,
    binning,
    bulk,
    calendar,
    categories,
    cookie,
    copying,
    corrections,
    editors,
    embeds,
    emptying,
    errors,
    filing,
    forgotten,
    front,
    guard,
    illustrating,
    images,
    links,
    lists,  # noqa: F401  the index of the articles' room
    menus,
    pages,
    previews,
    publication,
    queue,
    redirects,
    revisions,
    schedule,
    session,
    settings,
    settings_now,
    sources,
    submission,
    tags,
    today,
    uploads,
    words,
    working_copies,
)
from portal.desk.forms import control
from portal.desk.navigation import navigation, way_to
from portal.desk.roles import Action, Room, may

# Htmx swaps what tells the editor something to mend, to choose or to wait for, not only success.
HTMX = {
    "allowEval": False,
    "includeIndicatorStyles": False,
    "selfRequestsOnly": True,
    "allowScriptTags": False,
    "historyRestoreAsHxRequest": False,
    "historyCacheSize": 0,
    "defaultSettleDelay": 0,  # or a button pressed within it would send the whole page
    "responseHandling": [
        {"code": "204", "swap": False},
        {"code": "[23]..", "swap": True},
        {"code": "4(0[0134]|09|1[03]|22|29)|503", "swap": True, "error": True},
        {"code": "[45]..", "swap": False, "error": True},
    ],
}
ROOMS = (
    today,
    articles,
    bulk,
    working_copies,
    revisions,
    previews,
    publication,
    corrections,
    submission,
    illustrating,
    filing,
    binning,
    emptying,
    copying,
    schedule,
    queue,
    calendar,
    embeds,
    session,
    links,
    forgotten,
    account,
    editors,
    access,
    audit,
    front,
    sources,
    categories,
    tags,
    authors,
    pages,
    menus,
    redirects,
    settings,
    images,
    uploads,
)


def init_app(app: Flask) -> None:
    cookie.init_app(app)
    guard.init_app(app)
    door = Room("desk", Action.ACCOUNT)
    door.url_prefix = "/desk"
    for room in ROOMS:
        door.register_blueprint(room.bp)
    door.add_url_rule("/<path:_anything>", "nothing", errors.nothing, methods=["GET", "POST"])
    door.before_request(guard.guard)
    door.after_request(keep_nothing)
    door.context_processor(known_to_templates)
    errors.init_app(door)
    app.register_blueprint(door)
    app.jinja_env.globals.update(control=control, htmx_config=HTMX)
    words.init_app(app)
    images.init_app(app)


def keep_nothing(response: Response) -> Response:
    """What an editor sees is theirs alone (RFC 9111 §5.2.2.5), and no search engine's."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def known_to_templates() -> dict:
    return {
        "settings": settings_now.settings(),
        "editor": current_user,
        "may": lambda action, noun=None: may(current_user, action, noun),
        "navigation": navigation,
        "way_to": way_to,
    }
