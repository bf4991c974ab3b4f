"""Keeps the index in step with the stories: what a transaction changes, it indexes at its end."""

from __future__ import annotations

from typing import Any

from flask import current_app
from sqlalchemy import event, select, update
from sqlalchemy import inspect as inspected
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal.models.article.article import Article
from portal.models.article.links import Byline, CategoryLink, Tagging
from portal.models.search.entry import SearchEntry
from portal.models.search.indexing import BATCH, index_all_due, index_articles, index_due_batch
from portal.models.taxonomy.author import Author
from portal.models.taxonomy.tag import Tag

# A change of any of these moves a story in the index, or changes its words there.
INDEXED = (
    "headline", "standfirst", "body", "published_at", "binned_at", "bylines", "category_links", "taggings"
)  # fmt: skip

TOUCHED, MORE_DUE = "stories_touched", "more_stories_due"


@event.listens_for(Session, "after_flush")
def note_touched(session: Session, _context) -> None:
    touched = session.info.setdefault(TOUCHED, set())
    for noun in [*session.new, *session.deleted]:
        if isinstance(noun, Article):
            touched.add(noun.id)
        elif isinstance(noun, Byline | CategoryLink | Tagging):
            touched.add(noun.article_id)
    for noun in session.dirty:
        if isinstance(noun, Article) and changed(noun, *INDEXED):
            touched.add(noun.id)
        elif isinstance(noun, Tag | Author) and changed(noun, "name"):
            mark_due(session, noun)


def changed(noun: Any, *names: str) -> bool:
    attributes = inspected(noun).attrs
    return any(attributes[name].history.has_changes() for name in names)


def mark_due(session: Session, renamed: Tag | Author) -> None:
    """A name may be on very many stories: they are indexed in batches."""
    join, column = (
        (Tagging, Tagging.tag_id) if isinstance(renamed, Tag) else (Byline, Byline.author_id)
    )
    stories = select(join.article_id).where(column == renamed.id)
    session.execute(
        update(SearchEntry)
        .where(SearchEntry.article_id.in_(stories))
        .values(is_due=True)
        .execution_options(synchronize_session=False)
    )
    session.info[MORE_DUE] = True


@event.listens_for(Session, "before_commit")
def index_touched(session: Session) -> None:
    """The first batch of what a new name made due belongs to this transaction."""
    session.flush()
    index_articles(session.info.pop(TOUCHED, ()), session)
    if session.info.get(MORE_DUE):
        session.info[MORE_DUE] = index_due_batch(session) == BATCH


@event.listens_for(Session, "after_commit")
def index_the_rest(session: Session) -> None:
    """In transactions of their own, so that no other writer waits for all of them.

    What fails here stays due, and is indexed when the site is next started.
    """
    if session.info.pop(MORE_DUE, False):
        try:
            for _ in index_all_due():
                pass
        except OperationalError:
            current_app.logger.exception("Not all stories are in the search index yet.")


@event.listens_for(Session, "after_rollback")
def forget_touched(session: Session) -> None:
    session.info.pop(TOUCHED, None)
    session.info.pop(MORE_DUE, None)
