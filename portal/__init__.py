"""Portal: a newspaper in one file. `create_app` is its table of contents."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import Flask


def create_app(loaded: Mapping[str, Any] | None = None, **overrides: Any) -> Flask:
    """Return the WSGI application.

    `loaded` are settings from `config.load()`, which is called without them; `overrides` replace single
    settings. Raises PortalError, with one line for the operator, if a setting or the instance is unusable.
    """
    from portal import cache, desk, site
    from portal.extensions import babel, htmx
    from portal.web import allowed_hosts, media, rendering, security_headers, server_timing

    app = create_command_app(loaded, **overrides)
    server_timing.init_app(app)
    htmx.init_app(app)
    babel.init_app(
        app,
        default_translation_directories=str(rendering.TRANSLATIONS),
        locale_selector=site.language,
        timezone_selector=site.time_zone,
    )
    allowed_hosts.init_app(app)
    rendering.init_app(app)
    security_headers.init_app(app)
    media.init_app(app)
    site.init_app(app)
    desk.init_app(app)
    cache.init_app(app, edition=partial(site.edition.edition_of, app))
    return app


def create_command_app(loaded: Mapping[str, Any] | None = None, **overrides: Any) -> Flask:
    """Return an app without views, for a command: it has the models, starts sooner and takes less memory.

    Arguments and errors are those of `create_app`.
    """
    from portal import config, instance_folder
    from portal.extensions import babel, init_database
    from portal.paths import bundled_folder
    from portal.web import rendering

    settings = {**(loaded or config.load()), **overrides}
    instance_folder.prepare_instance(settings)

    app = Flask(
        "portal",
        static_folder=None,
        template_folder=str(bundled_folder("templates")),
        instance_path=str(settings["INSTANCE"]),
    )
    app.jinja_environment = rendering.Environment
    app.config.from_mapping(settings)
    init_database(app)
    babel.init_app(app)
    return app
