"""The revision: what an article said after a save that counts."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, Select, String, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from portal.extensions import db
from portal.models.article.diff import parts_that_differ
from portal.models.base.clock import UtcDateTime, now
from portal.models.base.keyset_paging import newest_first

if TYPE_CHECKING:
    from portal.models.article.article import Article
    from portal.models.people.editor import Editor


class Occasion(StrEnum):
    """Why a revision was kept."""

    AS_IT_WAS = "as it was"
    FIRST = "first save"
    SAVED = ""
    PUBLISHED = "published"
    SCHEDULED = "scheduled"
    CORRECTED = "corrected"
    RESTORED = "restored"
    SET_ASIDE = "put aside"


class Revision(db.Model):
    """`fields` are the article's words and choices by name, as its form has them.

    `version` is the article's after that save; None: it was put aside, and the article never said it.
    """

    __tablename__ = "revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), index=True
    )
    editor_id: Mapped[int | None] = mapped_column(ForeignKey("editor.id", ondelete="SET NULL"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    version: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(300), default="")
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)

    editor: Mapped[Editor | None] = relationship()

    @classmethod
    def select_for(cls, article: Article) -> Select:
        """All of an article's, newest first."""
        mine = select(cls).filter_by(article_id=article.id).options(joinedload(cls.editor))
        return newest_first(mine, saved_at=cls.saved_at, id=cls.id)

    @classmethod
    def newest(cls, article: Article) -> Revision | None:
        """What the article says now, as it was saved."""
        said = cls.select_for(article).where(cls.version.is_not(None))
        return db.session.scalar(said.limit(1))

    @classmethod
    def at_version(cls, article: Article, version: int) -> Revision | None:
        """What the article said when it had this version."""
        then = cls.select_for(article).where(cls.version <= version).order_by(None)
        return db.session.scalar(then.order_by(cls.version.desc(), cls.id.desc()).limit(1))

    @classmethod
    def record_imported(cls, article: Article, fields: dict[str, Any]) -> None:
        """Before the first save of an article that came in ready: keep what it says."""
        if article.id is not None and cls.newest(article) is None:
            revision = cls._add(article, None, fields, Occasion.AS_IT_WAS)
            revision.saved_at, revision.version = article.updated_at, article.version - 1

    @classmethod
    def record(
        cls, article: Article, editor: Editor | None, fields: dict[str, Any], note: str = ""
    ) -> Revision | None:
        """Keep what the article says from now on, and why; None: a plain save that changed nothing."""
        newest = cls.newest(article)
        if newest and not note and not parts_that_differ(newest.fields, fields):
            return None
        return cls._add(article, editor, fields, note or ("" if newest else Occasion.FIRST))

    @classmethod
    def set_aside(cls, article: Article, editor: Editor, fields: dict[str, Any]) -> Revision | None:
        """Keep what somebody wrote and the article will not say; None: a revision says it already.

        An address alone is no words: it follows the headline.
        """
        for each in db.session.scalars(cls.select_for(article)):
            if set(parts_that_differ(each.fields, fields)) <= {"address"}:
                return None
        revision = cls._add(article, editor, fields, Occasion.SET_ASIDE)
        revision.version = None
        return revision

    @classmethod
    def _add(
        cls, article: Article, editor: Editor | None, fields: dict[str, Any], note: str
    ) -> Revision:
        revision = cls(
            article_id=article.id,
            editor_id=editor.id if editor else None,
            saved_at=now(),
            version=article.version,
            note=note,
            fields={name: value for name, value in fields.items() if name != "version"},
        )
        db.session.add(revision)
        return revision
