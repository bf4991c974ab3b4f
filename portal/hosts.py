"""Which names the site answers to: its own; without one, those of this machine alone."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request
from flask_babel import gettext as _

# The operator's monitoring asks these by the machine's address, and they say nothing of the site.
ASKED_BY_ANY_NAME = ("/healthz", "/readyz", "/metrics")


def init_app(app: Flask) -> None:
    own = urlsplit(app.config["SITE_URL"] or "").hostname

    @app.before_request
    def refuse_other_names() -> None:
        """Another's name in our links and redirects would lead readers astray."""
        name = urlsplit(request.host_url).hostname or ""
        if not (name == own if own else is_loopback(name)) and (
            request.path not in ASKED_BY_ANY_NAME
        ):
            abort(400, _("This site does not answer to the name %(name)s.", name=name))

    @app.after_request
    def lead_on_by_path_alone(response: Response) -> Response:
        """A redirect within the site need not know whether a proxy in front speaks https."""
        location = response.headers.get("Location", "")
        if location.startswith(request.host_url):
            path = location[len(request.host_url) - 1 :]
            if not path.startswith(("//", "/\\")):  # a browser would take these for a host
                response.headers["Location"] = path
        return response


def is_loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
