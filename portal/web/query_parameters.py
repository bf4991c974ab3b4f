"""The query parameters that the readers' side uses. Every other one is ignored."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

# Parameters that select a page or a part of it.
SITE_PARAMETERS = (
    "q", "sort", "category", "author", "period", "before", "year", "month", "lite", "pictures", "part",
)  # fmt: skip
# WordPress's plain addresses, which redirect from the front page; `author` is among SITE_PARAMETERS.
WORDPRESS_PARAMETERS = (
    "p", "page_id", "attachment_id", "cat", "tag", "category_name", "author_name", "pagename", "m", "s", "feed",
)  # fmt: skip
PARAMETERS = SITE_PARAMETERS + WORDPRESS_PARAMETERS


@lru_cache(maxsize=4096)
def canonical_query(query: str) -> str:
    """Return the query with known parameters only, each once (the first wins), in a fixed order."""
    if not query:
        return ""
    given: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True, errors="surrogateescape"):
        given.setdefault(name, value)
    known = {name: given[name] for name in PARAMETERS if name in given}
    return urlencode(known, errors="surrogateescape")
