"""The working copy: what an editor has typed and not saved yet, kept so that no word is lost."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db
from portal.models.clock import Moment, now

if TYPE_CHECKING:
    from portal.models.article import Article
    from portal.models.editor import Editor


class WorkingCopy(db.Model):
    """One for each editor and article. `fields` as in a revision; `begun_from` is what it changes."""

    __tablename__ = "working_copy"
    __table_args__ = (UniqueConstraint("article_id", "editor_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"))
    editor_id: Mapped[int] = mapped_column(ForeignKey("editor.id", ondelete="CASCADE"), index=True)
    begun_from: Mapped[int | None] = mapped_column(ForeignKey("revision.id", ondelete="SET NULL"))
    saved_at: Mapped[datetime] = mapped_column(Moment, default=now)
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)

    @classmethod
    def of(cls, article: Article, editor: Editor) -> WorkingCopy | None:
        """What this editor has kept apart from what the article says."""
        mine = select(cls).filter_by(article_id=article.id, editor_id=editor.id)
        return db.session.scalar(mine)

    @classmethod
    def keep(cls, article: Article, editor: Editor, fields: dict[str, Any]) -> WorkingCopy:
        copy = cls.of(article, editor) or cls(article_id=article.id, editor_id=editor.id)
        copy.fields, copy.saved_at = fields, now()
        db.session.add(copy)
        return copy

    @classmethod
    def drop(cls, article: Article, editor: Editor) -> None:
        mine = delete(cls).where(cls.article_id == article.id, cls.editor_id == editor.id)
        db.session.execute(mine)
