"""The revision: the fields of an article after a save."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, Select, String, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from portal.extensions import Model, db
from portal.models.article.diff import parts_that_differ
from portal.models.base.clock import UtcDateTime, now
from portal.models.base.keyset_paging import newest_first

if TYPE_CHECKING:
    from portal.models.article.article import Article
    from portal.models.people.editor import Editor


class Occasion(StrEnum):
    """The reason for a revision."""

    AS_IT_WAS = "as it was"
    FIRST = "first save"
    SAVED = ""
    PUBLISHED = "published"
    SCHEDULED = "scheduled"
    CORRECTED = "corrected"
    RESTORED = "restored"
    SET_ASIDE = "put aside"


class Revision(Model):
    """`fields` are as in `ArticleFields`, without the version.

    `version` is the article's version after that save. None: the text was set aside and never saved
    to the article.
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
    def select_for(cls, article: Article) -> Select[Any]:
        """Return all revisions of an article, newest first."""
        mine = select(cls).filter_by(article_id=article.id).options(joinedload(cls.editor))
        return newest_first(mine, saved_at=cls.saved_at, id=cls.id)

    @classmethod
    def newest(cls, article: Article) -> Revision | None:
        """Return the revision of the article's present text."""
        said = cls.select_for(article).where(cls.version.is_not(None))
        found: Revision | None = db.session.scalar(said.limit(1))
        return found

    @classmethod
    def at_version(cls, article: Article, version: int) -> Revision | None:
        """Return the revision of the article at this version."""
        then = cls.select_for(article).where(cls.version <= version).order_by(None)
        newest = then.order_by(cls.version.desc(), cls.id.desc()).limit(1)
        found: Revision | None = db.session.scalar(newest)
        return found

    @classmethod
    def record_imported(cls, article: Article, fields: Mapping[str, Any]) -> None:
        """Record the present text of an article that has no revision yet, before its first save."""
        if article.id is not None and cls.newest(article) is None:
            revision = cls._add(article, None, fields, Occasion.AS_IT_WAS)
            revision.saved_at, revision.version = article.updated_at, article.version - 1

    @classmethod
    def record(
        cls, article: Article, editor: Editor | None, fields: Mapping[str, Any], note: str = ""
    ) -> Revision | None:
        """Record the article's fields and the reason; None for a plain save without a change."""
        newest = cls.newest(article)
        if newest and not note and not parts_that_differ(newest.fields, fields):
            return None
        return cls._add(article, editor, fields, note or ("" if newest else Occasion.FIRST))

    @classmethod
    def set_aside(
        cls, article: Article, editor: Editor, fields: Mapping[str, Any]
    ) -> Revision | None:
        """Record text that the article will not have; None if a revision has it already.

        A different slug alone does not count: it follows the headline.
        """
        for each in db.session.scalars(cls.select_for(article)):
            if set(parts_that_differ(each.fields, fields)) <= {"address"}:
                return None
        revision = cls._add(article, editor, fields, Occasion.SET_ASIDE)
        revision.version = None
        return revision

    @classmethod
    def _add(
        cls, article: Article, editor: Editor | None, fields: Mapping[str, Any], note: str
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
