"""Indexing: writes stories to the search index, or removes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from types import ModuleType
from typing import Any, TypeVar

from sqlalchemy import Select, delete, func, insert, select, text, true, update
from sqlalchemy.orm import Session

from portal.extensions import db, read_session
from portal.models.article.article import Article
from portal.models.article.links import Byline, CategoryLink, Tagging
from portal.models.search import postgresql, sqlite
from portal.models.search.entry import (
    SearchEntry,
    Text,
    Words,
    author_label,
    category_label,
    free_keys,
)
from portal.models.taxonomy.author import Author
from portal.models.taxonomy.tag import Tag

BATCH = 250
Q = TypeVar("Q", bound="Select[*tuple[Any, ...]]")

KEEP = text(
    "INSERT INTO search_entry (article_id, key, is_due) VALUES (:article_id, :key, false) "
    "ON CONFLICT (article_id) DO UPDATE SET key = excluded.key, is_due = false"
)


def engine_of(session: Session) -> ModuleType:
    return {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]


def index_articles(
    ids: Iterable[int], session: Session | None = None, texts: Mapping[int, Text] | None = None
) -> None:
    """Update the entries of these stories in this transaction; remove those that are not published.

    Bulk statements, which no flush sees, must call it; changes in a flush are indexed at the commit.
    `texts` are texts already folded, by article id.
    """
    session = session or db.session()
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), BATCH):
        index_batch(session, wanted[start : start + BATCH], texts or {})


def mark_all_due() -> None:
    """Mark every story due for indexing."""
    db.session.execute(update(SearchEntry).values(is_due=True))
    unknown = live(select(Article.id, true())).where(
        Article.id.not_in(select(SearchEntry.article_id))
    )
    db.session.execute(insert(SearchEntry).from_select(["article_id", "is_due"], unknown))


def count_due() -> int:
    """Return the number of stories due for indexing."""
    with read_session() as session:
        return session.scalar(select(func.count()).where(SearchEntry.is_due)) or 0


def index_all_due() -> Iterator[int]:
    """Index all that is due, each batch in its own transaction; yields the size of each batch."""
    from portal.models.site.site_version import (
        SiteVersion,  # imports all models, which import the search
    )

    with Session(db.engine) as session:
        while done := index_due_batch(session):
            SiteVersion.increment(session)  # cached search results lack these stories
            session.commit()
            yield done


def index_due_batch(session: Session) -> int:
    """Index one batch of what is due and return its size; skip rows that another process has locked."""
    due = select(SearchEntry.article_id).where(SearchEntry.is_due).limit(BATCH)
    ids = session.scalars(due.with_for_update(skip_locked=True)).all()
    index_articles(ids, session)
    return len(ids)


def index_batch(session: Session, ids: Sequence[int], texts: Mapping[int, Text]) -> None:
    entries = select(SearchEntry.article_id, SearchEntry.key).where(SearchEntry.article_id.in_(ids))
    old = dict(session.execute(entries.with_for_update()).all())
    old_keys = [key for key in old.values() if key is not None]
    words = words_of_stories(session, ids, texts)
    keys = free_keys(session, {id: moment for id, (moment, _) in words.items()}, old_keys)

    engine = engine_of(session)
    if old_keys:
        engine.erase(session, old_keys)
    if words:
        engine.write(session, {keys[id]: each for id, (_, each) in words.items()})
    keep_entries(session, old, keys)


def words_of_stories(
    session: Session, ids: Sequence[int], texts: Mapping[int, Text]
) -> dict[int, tuple[datetime, Words]]:
    """Return the publication time and words of each story. Scheduled ones are included: their keys are ahead."""
    moments = session.execute(
        live(select(Article.id, Article.published_at)).where(Article.id.in_(ids))
    ).all()
    texts = {**texts, **texts_of(session, [id for id, _ in moments if id not in texts])}
    names, labels = defaultdict(list), defaultdict(list)
    for article_id, author_id, name in session.execute(
        select(Byline.article_id, Author.id, Author.name)
        .join(Byline.author)
        .where(Byline.article_id.in_(ids))
    ):
        names[article_id].append(name)
        labels[article_id].append(author_label(author_id))
    for article_id, name in session.execute(
        select(Tagging.article_id, Tag.name).join(Tagging.tag).where(Tagging.article_id.in_(ids))
    ):
        names[article_id].append(name)
    for article_id, category_id in session.execute(
        select(CategoryLink.article_id, CategoryLink.category_id).where(
            CategoryLink.article_id.in_(ids)
        )
    ):
        labels[article_id].append(category_label(category_id))
    return {
        id: (published_at, Words.of(texts[id], names[id], labels[id]))
        for id, published_at in moments
        if published_at
    }


def texts_of(session: Session, ids: Sequence[int]) -> dict[int, Text]:
    if not ids:
        return {}
    query = select(Article.id, Article.headline, Article.standfirst, Article.body)
    return {id: Text.of(*said) for id, *said in session.execute(query.where(Article.id.in_(ids)))}


def live(query: Q) -> Q:
    return query.where(Article.published_at.is_not(None), Article.binned_at.is_(None))


def keep_entries(session: Session, old: dict[int, int | None], keys: dict[int, int]) -> None:
    """Write the entries. Two stories may swap keys, so those that change first lose theirs."""
    gone = [id for id in old if id not in keys]
    moved = [id for id, key in old.items() if id in keys and key != keys[id]]
    if gone:
        session.execute(delete(SearchEntry).where(SearchEntry.article_id.in_(gone)))
    if moved:
        there = SearchEntry.article_id.in_(moved)
        session.execute(update(SearchEntry).where(there).values(key=None))
    if keys:
        session.execute(KEEP, [{"article_id": id, "key": key} for id, key in keys.items()])
