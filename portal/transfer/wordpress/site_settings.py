"""Takes over the old site's name, tagline, language and time zone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from babel import Locale, UnknownLocaleError

from portal.extensions import db
from portal.models import SiteSettings
from portal.transfer.wordpress.scan import SiteScan

MAX_NAME_CHARS = 200


def adopt_settings(scan: SiteScan, is_rehearsal: bool) -> SiteSettings:
    """Return the site's settings. Those that nobody has chosen yet are taken from the old site."""
    current, default, channel = SiteSettings.load(), SiteSettings(), scan.channel
    language = channel.language if is_language(channel.language) else default.language
    old: dict[str, Any] = {
        "name": channel.title[:MAX_NAME_CHARS] or default.name,
        "tagline": channel.tagline,
        "language": language,
        "time_zone": scan.clock.zone(language) or default.time_zone,
    }
    adopted = {
        name: value
        for name, value in old.items()
        if getattr(current, name) == getattr(default, name) != value
    }
    if adopted and not is_rehearsal:
        SiteSettings.change(**adopted)
        db.session.commit()
    else:
        db.session.rollback()
    return replace(current, **adopted)


def is_language(text: str) -> bool:
    """True for a language tag that Babel knows."""
    try:
        Locale.parse(text, sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        return False
    return True
