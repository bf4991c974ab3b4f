"""The site's settings, loaded once per request."""

from __future__ import annotations

from flask import g

from portal.models import SiteSettings


def settings() -> SiteSettings:
    """Return the settings of the site."""
    if "site_settings" not in g:
        g.site_settings = SiteSettings.load()
    return g.site_settings
