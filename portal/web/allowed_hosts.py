"""Allowed hosts: the site answers to its own host name; without one, to this machine's names only."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request
from flask_babel import gettext as _
from werkzeug.sansio.utils import get_host

# The operator's monitoring asks for these by the machine's address. They reveal nothing of the site.
ANY_HOST_PATHS = ("/healthz", "/readyz", "/metrics")


class AllowedHosts:
    """The host names that the site answers to: that of `site_url`, else this machine's own."""

    def __init__(self, site_url: str | None) -> None:
        self.site_host = urlsplit(site_url or "").hostname
        self.cache_key = lru_cache(maxsize=1024)(self.uncached_cache_key)

    def is_allowed(self, name: str) -> bool:
        return name == self.site_host if self.site_host else is_loopback(name)

    def uncached_cache_key(self, host: str) -> str | None:
        """Return the part of a Host header that a response depends on; None for a refused host.

        A site with a SITE_URL writes that in every link, so its responses do not depend on the header.
        """
        if not self.is_allowed(hostname(get_host("http", host))):
            return None
        return "" if self.site_host else host


def hostname(host: str) -> str:
    """Return `news.example` for `news.example:8000`; an empty text if there is none."""
    return urlsplit(f"//{host}").hostname or ""


def init_app(app: Flask) -> None:
    allowed_hosts = app.extensions["allowed_hosts"] = AllowedHosts(app.config["SITE_URL"])

    @app.before_request
    def refuse_other_hosts() -> None:
        """Refuse a foreign host name, because our links and redirects would lead readers there."""
        name = hostname(request.host)
        if not allowed_hosts.is_allowed(name) and request.path not in ANY_HOST_PATHS:
            abort(400, _("This site does not answer to the name %(name)s.", name=name))

    @app.after_request
    def make_redirect_relative(response: Response) -> Response:
        """Redirect within the site by path, which is right also if a proxy in front speaks https."""
        location = response.headers.get("Location", "")
        if location.startswith(request.host_url):
            path = location[len(request.host_url) - 1 :]
            if not path.startswith(("//", "/\\")):  # a browser would read these as a host
                response.headers["Location"] = path
        return response


def is_loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
