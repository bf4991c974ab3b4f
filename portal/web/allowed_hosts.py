"""Which names the site answers to: its own; without one, those of this machine alone."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request
from flask_babel import gettext as _
from werkzeug.sansio.utils import get_host

# The operator's monitoring asks these by the machine's address, and they say nothing of the site.
ASKED_BY_ANY_NAME = ("/healthz", "/readyz", "/metrics")


class Names:
    """The names that the site answers to; `own` is the one it has, if it has one."""

    def __init__(self, site_url: str | None) -> None:
        self.own = urlsplit(site_url or "").hostname
        self.told_apart = lru_cache(maxsize=1024)(self.tell_apart)

    def have(self, name: str) -> bool:
        return name == self.own if self.own else is_loopback(name)

    def tell_apart(self, host: str) -> str | None:
        """What of a Host header an answer depends on; None for a name that is none of ours.

        A site with a name of its own writes that everywhere; one without, what it was asked by.
        """
        if not self.have(name_in(get_host("http", host))):
            return None
        return "" if self.own else host


def name_in(host: str) -> str:
    """`news.example` of `news.example:8000`; empty where there is none."""
    return urlsplit(f"//{host}").hostname or ""


def init_app(app: Flask) -> None:
    names = app.extensions["allowed_hosts"] = Names(app.config["SITE_URL"])

    @app.before_request
    def refuse_other_names() -> None:
        """Another's name in our links and redirects would lead readers astray."""
        name = name_in(request.host)
        if not names.have(name) and request.path not in ASKED_BY_ANY_NAME:
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
