"""What is asked of the index, in its own terms."""

from __future__ import annotations

from dataclasses import dataclass

from portal.models.search.parse import Term

# So many matches are counted, and so many ranked, the newest; what is beyond is neither.
MAX_COUNTED = 500
MAX_RANKED = 1_000


@dataclass(frozen=True)
class SearchQuery:
    """All terms and all labels, and a key from `since` up to, but not, `before`."""

    terms: tuple[Term, ...]
    labels: tuple[str, ...]
    since: int
    before: int
