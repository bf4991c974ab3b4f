"""The query as the search index gets it."""

from __future__ import annotations

from dataclasses import dataclass

from portal.models.search.parse import Term

# The newest matches that are counted, and those that are ranked; older ones are not.
MAX_COUNTED = 500
MAX_RANKED = 1_000


@dataclass(frozen=True)
class SearchQuery:
    """All terms and all labels must match; the key is from `since` and below `before`."""

    terms: tuple[Term, ...]
    labels: tuple[str, ...]
    since: int
    before: int
