"""The edition: everything that a page shows beside its own story.

Each worker computes it once for a site version and shares it between its threads.
"""

from portal.site.edition.authors import ListedAuthor
from portal.site.edition.current import (
    current_edition,
    edition,
    edition_of,
    refresh_edition,
    render_once_per_edition,
)
from portal.site.edition.fragments import render_fragment
from portal.site.edition.menus import Link
from portal.site.edition.sections import Section
from portal.site.edition.snapshot import LATEST_SIZE, Edition, latest_cursor

__all__ = [
    "LATEST_SIZE",
    "Edition",
    "Link",
    "ListedAuthor",
    "Section",
    "current_edition",
    "edition",
    "edition_of",
    "latest_cursor",
    "refresh_edition",
    "render_fragment",
    "render_once_per_edition",
]
