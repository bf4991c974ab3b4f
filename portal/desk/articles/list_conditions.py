"""SQL conditions of the articles' list that stay fast for 100,000 articles."""

from __future__ import annotations

from typing import Any

from flask_login import current_user
from sqlalchemy import ColumnElement, Select, func, or_, select

from portal.desk.shared.permissions import OWN, Action, scope_of
from portal.extensions import db
from portal.models import Article, Byline, Editor, Source

# Below this many matches the database looks them up and sorts them; above it, it is faster to test
# each article in the order of the list until the page is full. SQLite cannot tell the cases apart.
SMALL_SET_ROWS = 500


def is_small_set(ids: Select) -> bool:
    counted = select(func.count()).select_from(ids.limit(SMALL_SET_ROWS).subquery())
    return (db.session.scalar(counted) or 0) < SMALL_SET_ROWS


def has_link(join: Any, rule: Any) -> ColumnElement[bool]:
    ids = select(join.article_id).where(rule)
    return (
        Article.id.in_(ids)
        if is_small_set(ids)
        else ids.where(join.article_id == Article.id).exists()
    )


def sees_only_own() -> bool:
    """Return True if lists show the editor only their own stories."""
    return scope_of(current_user, Action.WRITE) is OWN


def own_articles(editor: Editor) -> ColumnElement[bool]:
    """Return the condition `Article.own`, written for an ordered list."""
    if is_small_set(select(Article.id).where(Article.own(editor))):
        return Article.own(editor)
    wrote = select(Byline.article_id).where(
        Byline.article_id == Article.id, Byline.author_id == editor.author_id
    )
    return or_(Article.created_by_id == editor.id, wrote.exists())


def from_source(source: Source | None) -> ColumnElement[bool]:
    """Return the condition that an article is from `source`; None means the paper's own."""
    if source and is_small_set(select(Article.id).where(Article.source_id == source.id)):
        return Article.source_id == source.id
    return func.coalesce(Article.source_id, 0) == (source.id if source else 0)
