"""Template globals and filters, and `render`."""

from __future__ import annotations

import json
import re
from collections.abc import MutableMapping
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, abort, current_app, make_response, render_template, request
from flask.templating import Environment as FlaskEnvironment
from flask_babel import format_decimal, get_locale
from markupsafe import Markup

from portal.models.base.clock import now
from portal.paths import package_folder
from portal.typography.hyphens import soft_hyphens
from portal.typography.text_cover import drawn_cover
from portal.web import date_formats
from portal.web.query_parameters import SITE_PARAMETERS
from portal.web.security_headers import inline_script

TRANSLATIONS = package_folder("translations")
RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he ks ps sd ug ur yi".split())


class Environment(FlaskEnvironment):
    """Give each template the globals themselves: Jinja's layered copy costs a tenth of a page's time."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


def render(
    template: str, parts: dict[str, str] | None = None, announce: str = "", **context: Any
) -> Response:
    """Render the template; with `?part=` the template of that name in `parts`, marked as noindex.

    `announce` is read out by screen readers when a part has been loaded. `?lite=1` renders the lite
    version of a page that has one. Aborts with 404 for a part that is not in `parts`.
    """
    part = request.args.get("part")
    if not part and request.args.get("lite") == "1":
        lite = template.replace("site/", "lite/", 1)
        return make_response(render_template([lite, template], **context))
    if not part:
        return make_response(render_template(template, **context))
    if part not in (parts or {}):
        abort(404)
    response = make_response(render_template((parts or {})[part], **context))
    response.headers["X-Robots-Tag"] = "noindex"
    if announce:
        response.headers["HX-Trigger"] = json.dumps({"announce": announce})
    return response


def absolute(path: str) -> str:
    """Return the absolute address of a path of this site. Without SITE_URL only this machine can use it."""
    return (current_app.config["SITE_URL"] or f"http://{request.host}") + path


def direction(language: str | None) -> str:
    """Return the text direction of a language: "rtl" or "ltr"."""
    return "rtl" if (language or "").partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def first_sentence(text: str) -> str:
    """Return the text up to the end of the first sentence, at least 30 letters, for a narrow column."""
    found = re.match(r".{30,}?[.!?…][”’»]?(?=\s)", text, re.DOTALL)
    return found[0] if found else text


def here(**changes: str | None) -> str:
    """Return the current address with changed parameters; unknown parameters are dropped."""
    known = (name for name in SITE_PARAMETERS if name != "part")
    given = {name: request.args[name] for name in known if name in request.args}
    query = {name: value for name, value in (given | changes).items() if value}
    return f"{request.path}?{urlencode(query)}" if query else request.path


def init_app(app: Flask) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        **date_formats.FILTERS,
        direction=direction,
        first_sentence=first_sentence,
        number=format_decimal,
        soft_hyphens=soft_hyphens,
    )
    app.jinja_env.globals.update(
        absolute=absolute,
        drawn_cover=drawn_cover,
        here=here,
        asset=lambda name: app.extensions["assets"].address(name),
        theme_script=Markup(inline_script()),  # noqa: S704  a file of this package
        locale=get_locale,
        now=now,
    )
