"""The query for the live articles of a category, a tag or an author."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select

from portal.models.article.article import Article
from portal.models.article.links import Byline, CategoryLink, Tagging
from portal.models.base.clock import now
from portal.models.base.keyset_paging import newest_first


def live_by_link(join: type[CategoryLink] | type[Tagging] | type[Byline]) -> Select[Any]:
    """Return live articles by the link's own `live_from`, newest first: one range of one index."""
    query = select(Article).join(join, join.article_id == Article.id)
    return newest_first(query, until=now(), published_at=join.live_from, id=join.article_id)
