"""Clippings: the newest stories of each tag and category, which many others show as related."""

from __future__ import annotations

from functools import lru_cache

from portal.models import Article
from portal.models.article.related import as_cards, newest_of, related_to

# As many tags and categories, and as many stories, as are kept.
MOST = 2_000


class Clippings:
    """Those of one edition, kept as they are asked for. Shared between threads."""

    def __init__(self) -> None:
        self.newest = lru_cache(MOST)(newest_of)
        self.cards: dict[int, Article] = {}

    def related_to(self, article: Article, size: int) -> list[Article]:
        ids = related_to(article, size, self.newest)
        found = {id: self.cards[id] for id in ids if id in self.cards}
        if missing := [id for id in ids if id not in found]:
            found |= as_cards(missing)
            self.cards = {**self.cards, **found} if len(self.cards) < MOST else found
        return [found[id] for id in ids if id in found]
