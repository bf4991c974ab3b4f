"""Presence: which editors have an article open, so that two who edit at once know of each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, case, delete, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from portal.extensions import Model, db
from portal.models.base.clock import UtcDateTime, now
from portal.models.base.upsert import dialect_insert

if TYPE_CHECKING:
    from portal.models.article.article import Article
    from portal.models.people.editor import Editor

# An open form reports three times in this period; after it, its editor counts as gone.
PRESENCE_TIMEOUT = timedelta(seconds=75)


class Presence(Model):
    """`since` is when the editor opened the article, `seen_at` when their form last reported."""

    __tablename__ = "presence"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), primary_key=True
    )
    editor_id: Mapped[int] = mapped_column(
        ForeignKey("editor.id", ondelete="CASCADE"), primary_key=True
    )
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)

    editor: Mapped[Editor] = relationship()

    @classmethod
    def touch(cls, article: Article, editor: Editor) -> None:
        """Record that the editor has the article open. `since` starts anew after PRESENCE_TIMEOUT."""
        moment = now()
        came = {"since": moment, "seen_at": moment}
        first = dialect_insert(cls).values(article_id=article.id, editor_id=editor.id, **came)
        since = case((cls.seen_at < moment - PRESENCE_TIMEOUT, moment), else_=cls.since)
        by = [cls.article_id, cls.editor_id]
        again = {"since": since, "seen_at": moment}
        db.session.execute(first.on_conflict_do_update(index_elements=by, set_=again))

    @classmethod
    def remove(cls, article: Article, editor: Editor) -> None:
        """Remove the editor, and all whose last report is older than PRESENCE_TIMEOUT."""
        here = delete(cls).where(cls.article_id == article.id)
        is_over = (cls.editor_id == editor.id) | (cls.seen_at < now() - PRESENCE_TIMEOUT)
        db.session.execute(here.where(is_over))

    @classmethod
    def others(cls, article: Article, editor: Editor) -> Sequence[Presence]:
        """Return the other editors who have it open, in the order in which they came."""
        here = select(cls).where(cls.article_id == article.id, cls.editor_id != editor.id)
        heard = here.where(cls.seen_at >= now() - PRESENCE_TIMEOUT).options(joinedload(cls.editor))
        return db.session.scalars(heard.order_by(cls.since)).all()

    @classmethod
    def others_by_article(cls, ids: Sequence[int], editor: Editor) -> dict[int, list[Editor]]:
        """Return the other editors who have each of these articles open, by its id."""
        heard = select(cls).where(cls.article_id.in_(ids), cls.seen_at >= now() - PRESENCE_TIMEOUT)
        others = heard.where(cls.editor_id != editor.id).options(joinedload(cls.editor))
        found: dict[int, list[Editor]] = defaultdict(list)
        for each in db.session.scalars(others.order_by(cls.since)):
            found[each.article_id].append(each.editor)
        return found
