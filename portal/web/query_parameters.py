"""The query parameters that mean anything on the readers' side; every other one is ignored."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

# What a page, or a part of it, is chosen by.
OURS = (
    "q", "sort", "category", "author", "period", "before", "year", "month", "lite", "pictures", "part",
)  # fmt: skip
# WordPress's plain addresses, which lead on from the front page; its `author` is among ours.
WORDPRESS = (
    "p", "page_id", "attachment_id", "cat", "tag", "category_name", "author_name", "pagename", "m", "s", "feed",
)  # fmt: skip
PARAMETERS = OURS + WORDPRESS


@lru_cache(maxsize=4096)
def meant(query: str) -> str:
    """The query with only what means something, each once and in one order."""
    if not query:
        return ""
    given: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True, errors="surrogateescape"):
        given.setdefault(name, value)
    known = {name: given[name] for name in PARAMETERS if name in given}
    return urlencode(known, errors="surrogateescape")
