"""The working copy: an editor's unsaved text of an article."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import JSON, ForeignKey, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Model, db
from portal.models.base.clock import UtcDateTime, now
from portal.models.base.upsert import dialect_insert

if TYPE_CHECKING:
    from portal.models.article.article import Article
    from portal.models.people.editor import Editor


class WorkingCopy(Model):
    """One for each editor and article. `fields` as in a revision, with the version that they change."""

    __tablename__ = "working_copy"
    __table_args__ = (UniqueConstraint("article_id", "editor_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"))
    editor_id: Mapped[int] = mapped_column(ForeignKey("editor.id", ondelete="CASCADE"), index=True)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)

    @property
    def stamp(self) -> str:
        """A form sends this to say that it contains this copy and none saved later."""
        return self.saved_at.isoformat()

    @property
    def base_version(self) -> int | None:
        """The version of the article that the copy changes."""
        return self.fields.get("version")

    @classmethod
    def find(cls, article: Article, editor: Editor) -> WorkingCopy | None:
        """Return this editor's unsaved text of the article, if there is any."""
        mine = select(cls).filter_by(article_id=article.id, editor_id=editor.id)
        return db.session.scalar(mine)

    @classmethod
    def save(cls, article: Article, editor: Editor, fields: Mapping[str, Any]) -> WorkingCopy:
        """Save the fields in place of older ones. Safe for two windows at once: it is an upsert."""
        kept = {"fields": dict(fields), "saved_at": now()}
        first = dialect_insert(cls).values(article_id=article.id, editor_id=editor.id, **kept)
        by = [cls.article_id, cls.editor_id]
        copy = first.on_conflict_do_update(index_elements=by, set_=kept).returning(cls)
        found = db.session.scalars(copy, execution_options={"populate_existing": True})
        return cast("WorkingCopy", found.one())

    @classmethod
    def discard(cls, article: Article, editor: Editor) -> None:
        """Delete this editor's unsaved text of the article."""
        mine = delete(cls).where(cls.article_id == article.id, cls.editor_id == editor.id)
        db.session.execute(mine)
