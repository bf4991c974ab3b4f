"""The cache of related stories: many stories share the same tags and categories."""

from __future__ import annotations

from functools import lru_cache

from portal.models import Article
from portal.models.article.related import as_cards, newest_of, related_to

# The number of tags and categories, and the number of cards, that one edition caches.
CACHE_SIZE = 2_000


class RelatedCache:
    """The newest stories of tags and categories in one edition. Shared between threads."""

    def __init__(self) -> None:
        self.newest_of = lru_cache(CACHE_SIZE)(newest_of)
        self.cards: dict[int, Article] = {}

    def related_to(self, article: Article, size: int) -> list[Article]:
        """Return up to `size` related stories, the best first, as detached cards."""
        ids = related_to(article, size, self.newest_of)
        cards = {id: self.cards[id] for id in ids if id in self.cards}
        if missing := [id for id in ids if id not in cards]:
            cards |= as_cards(missing)
            # A new dictionary each time: other threads may read the old one.
            self.cards = {**self.cards, **cards} if len(self.cards) < CACHE_SIZE else cards
        return [cards[id] for id in ids if id in cards]
