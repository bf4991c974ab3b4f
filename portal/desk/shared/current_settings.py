"""The site's settings as they are now, asked for once a request."""

from __future__ import annotations

from flask import g

from portal.models import SiteSettings


def settings() -> SiteSettings:
    if "site_settings" not in g:
        g.site_settings = SiteSettings.load()
    return g.site_settings
