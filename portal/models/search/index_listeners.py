"""Event listeners that update the search index at the end of each transaction that changes a story."""

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

# A change of one of these changes the story's words or its key.
INDEXED = (
    "headline", "standfirst", "body", "published_at", "binned_at", "bylines", "category_links", "taggings"
)  # fmt: skip

TOUCHED, MORE_DUE = "stories_touched", "more_stories_due"


@event.listens_for(Session, "after_flush")
def note_touched(session: Session, _context: Any) -> None:
    """Note the stories that this flush changes."""
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
    """Mark the stories of a renamed tag or author; there may be many, so they are indexed in batches."""
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
    """Index the changed stories, and the first batch of those that a new name made due."""
    session.flush()
    index_articles(session.info.pop(TOUCHED, ()), session)
    if session.info.get(MORE_DUE):
        session.info[MORE_DUE] = index_due_batch(session) == BATCH


@event.listens_for(Session, "after_commit")
def index_the_rest(session: Session) -> None:
    """Index further batches in their own transactions, so that no writer waits for all of them.

    After an error the stories stay due, and are indexed when the site is next started.
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
