"""The authors as the sidebar and the list of authors show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.extensions import read_session
from portal.models import Author, Byline, Image


@dataclass(frozen=True)
class ListedAuthor:
    """An author with the number of their live stories."""

    id: int
    name: str
    path: str
    role: str
    count: int
    portrait: Image | None

    @property
    def search_value(self) -> str:
        """The value of `?author=` that limits a search to their stories."""
        return self.path.removeprefix("/author/").rstrip("/")


def load_authors(at: datetime) -> list[ListedAuthor]:
    """Return every author with a story live at `at`, the most prolific first.

    The portraits are detached from the session, so that any thread can read them.
    """
    counts = (
        select(Byline.author_id, func.count().label("count"))
        .where(Byline.live_from <= at)
        .group_by(Byline.author_id)
        .subquery()
    )
    query = (
        select(Author, counts.c.count)
        .join(counts, counts.c.author_id == Author.id)
        .options(joinedload(Author.portrait))
        .order_by(counts.c.count.desc(), Author.name)
    )
    with read_session() as session:
        rows = session.execute(query).all()
    return [
        ListedAuthor(author.id, author.name, author.path, author.role, count, author.portrait)
        for author, count in rows
    ]
