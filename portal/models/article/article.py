"""The article: one story."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from secrets import token_urlsafe
from typing import TYPE_CHECKING

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.ext.orderinglist import ordering_list
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Model, db
from portal.models.article.feed_id import MAX_FEED_ID_CHARS, new_feed_id
from portal.models.article.links import Byline, CategoryLink, Tagging
from portal.models.article.list_position import ListPosition, desk_indexes
from portal.models.article.publication_states import PublicationStates
from portal.models.base.clock import UtcDateTime, now
from portal.models.base.text_types import NfcString, NfcText
from portal.models.base.upsert import dialect_insert
from portal.wording.word_count import count_words_of_html

if TYPE_CHECKING:
    from portal.models.article.correction import Correction
    from portal.models.article.review_note import ReviewNote
    from portal.models.media.image import Image
    from portal.models.people.editor import Editor
    from portal.models.taxonomy.author import Author
    from portal.models.taxonomy.category import Category
    from portal.models.taxonomy.source import Source
    from portal.models.taxonomy.tag import Tag

WORDS_PER_MINUTE = 220
MINOR_EDIT_PERIOD = timedelta(minutes=10)


class Adaptation(StrEnum):
    """How a syndicated story was adapted from its source."""

    VERBATIM = "verbatim"
    TRANSLATED = "translated"
    REWRITTEN = "rewritten"
    EXCERPT = "excerpt"


class Indexing(StrEnum):
    """The rule for search engines about a story."""

    OWN = "own"
    CANONICAL = "canonical"
    NOINDEX_NEWS = "noindex-news"
    NOINDEX = "noindex"


class Article(PublicationStates, ListPosition, Model):
    """One story: its text, its categories, tags and authors.

    `PublicationStates` has its states, `ListPosition` its place in the desk's lists. `body` is HTML
    from `cleaning.clean`. `version` counts the saves. `form_token` comes from the form that created
    the draft, so that a form sent several times creates one article. Preview links older than
    `previews_ended_at` no longer open. `feed_id` is given once and never changes; an imported story
    keeps the one that its old site's feed sent.
    """

    __tablename__ = "article"
    __table_args__ = (
        UniqueConstraint("day", "slug"),
        Index("ix_article_live", "published_at", "id", sqlite_where=db.text("binned_at IS NULL"),
              postgresql_where=db.text("binned_at IS NULL")),
        Index("ix_article_day", "day", "published_at", "id", sqlite_where=db.text("binned_at IS NULL"),
              postgresql_where=db.text("binned_at IS NULL")),
        # Covers the query of the sitemap index, so that it reads no row of the table.
        Index("ix_article_listed", "id", "published_at", "updated_at", "indexing_rule", "source_id",
              sqlite_where=db.text("binned_at IS NULL"), postgresql_where=db.text("binned_at IS NULL")),
        *desk_indexes(),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    headline: Mapped[str] = mapped_column(NfcString(300))
    standfirst: Mapped[str] = mapped_column(NfcText, default="")
    kicker: Mapped[str] = mapped_column(NfcString(80), default="")
    body: Mapped[str] = mapped_column(NfcText, default="")
    word_count: Mapped[int] = mapped_column(default=0)
    language: Mapped[str | None] = mapped_column(String(20))
    meta_title: Mapped[str] = mapped_column(NfcString(300), default="")
    meta_description: Mapped[str] = mapped_column(NfcText, default="")

    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"), index=True)
    image_id: Mapped[int | None] = mapped_column(ForeignKey("image.id"), index=True)
    image_caption: Mapped[str | None] = mapped_column(NfcText)

    source_id: Mapped[int | None] = mapped_column(ForeignKey("source.id"), index=True)
    source_address: Mapped[str] = mapped_column(String(2000), default="")
    original_headline: Mapped[str] = mapped_column(NfcString(500), default="")
    original_language: Mapped[str] = mapped_column(String(20), default="")
    adaptation: Mapped[str | None] = mapped_column(String(20))
    indexing_rule: Mapped[str | None] = mapped_column(String(20))

    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("editor.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    version: Mapped[int] = mapped_column(default=1)
    form_token: Mapped[str | None] = mapped_column(String(60), unique=True, index=True)
    previews_ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    feed_id: Mapped[str] = mapped_column(String(MAX_FEED_ID_CHARS), default=new_feed_id)

    category: Mapped[Category | None] = relationship()
    image: Mapped[Image | None] = relationship()
    source: Mapped[Source | None] = relationship()
    bylines: Mapped[list[Byline]] = relationship(
        back_populates="article",
        order_by="Byline.position",
        collection_class=ordering_list("position"),
        cascade="all, delete-orphan",
    )
    category_links: Mapped[list[CategoryLink]] = relationship(
        back_populates="article", cascade="all, delete-orphan"
    )
    taggings: Mapped[list[Tagging]] = relationship(
        back_populates="article",
        order_by="Tagging.position",
        collection_class=ordering_list("position"),
        cascade="all, delete-orphan",
    )
    review_note: Mapped[ReviewNote | None] = relationship(cascade="all, delete-orphan")
    corrections: Mapped[list[Correction]] = relationship(
        order_by="Correction.corrected_at", cascade="all, delete-orphan"
    )

    authors: AssociationProxy[list[Author]] = association_proxy(
        "bylines", "author", creator=lambda author: Byline(author=author)
    )
    tags: AssociationProxy[list[Tag]] = association_proxy(
        "taggings", "tag", creator=lambda tag: Tagging(tag=tag)
    )

    @classmethod
    def create_draft(cls, editor: Editor, token: str) -> Article:
        """Return a new, empty article of this editor that was never saved.

        Return the existing one if this token has created one already, also in a concurrent request.
        """
        empty = {"headline": "", "slug": "", "version": 0, "created_by_id": editor.id}
        first = dialect_insert(cls).values(form_token=token, **empty)
        db.session.execute(first.on_conflict_do_nothing(index_elements=[cls.form_token]))
        mine = select(cls).filter_by(form_token=token, created_by_id=editor.id)
        return db.session.scalar(mine) or cls.create_draft(editor, token_urlsafe())

    def is_own(self, editor: Editor) -> bool:
        """True if the editor created it or is linked to one of its authors."""
        authors = {byline.author_id for byline in self.bylines} - {None}
        return self.created_by_id == editor.id or editor.author_id in authors

    @classmethod
    def own(cls, editor: Editor) -> ColumnElement[bool]:
        """Return the condition of `is_own` for a query."""
        written = select(Byline.article_id).where(Byline.author_id == editor.author_id)
        return or_(cls.created_by_id == editor.id, cls.id.in_(written))

    @property
    def reading_minutes(self) -> int:
        """Reading time at 220 words a minute, at least 1."""
        return max(1, round(self.word_count / WORDS_PER_MINUTE))

    @hybrid_property
    def indexing(self) -> Indexing:
        """The article's own rule, else its source's, else OWN."""
        if self.indexing_rule:
            return Indexing(self.indexing_rule)
        return Indexing(self.source.indexing) if self.source else Indexing.OWN

    @indexing.inplace.expression
    @classmethod
    def _indexing(cls) -> ColumnElement[str]:
        from portal.models.taxonomy.source import Source

        of_source = select(Source.indexing).where(Source.id == cls.source_id).scalar_subquery()
        return func.coalesce(func.nullif(cls.indexing_rule, ""), of_source, Indexing.OWN)

    @property
    def was_updated(self) -> bool:
        """True if it changed after it went live, later than the period for minor edits."""
        return bool(self.published_at and self.updated_at - self.published_at > MINOR_EDIT_PERIOD)

    @property
    def corrected_at(self) -> datetime | None:
        return self.corrections[-1].corrected_at if self.corrections else None

    def assign_categories(self, category: Category, *further: Category) -> None:
        """Set the primary category and further ones, and link the article to all their ancestors too."""
        self.category = category
        named = {category.id: category} | {each.id: each for each in further}
        held = {each.id: each for one in named.values() for each in one.lineage}
        kept = {filing.category_id: filing for filing in self.category_links}
        self.category_links = [
            kept.get(id) or CategoryLink(category=each, category_id=id) for id, each in held.items()
        ]
        for filing in self.category_links:
            filing.is_direct = filing.category_id in named

    def claim_version(self, version: int) -> bool:
        """Raise the version for a save that started from `version`; True if it succeeded.

        Of two saves that started from the same version, only one succeeds.
        """
        mine = update(Article).where(Article.id == self.id, Article.version == version)
        raised = mine.values(version=version + 1).returning(Article.version)
        with db.session.no_autoflush:
            number = db.session.scalar(raised, execution_options={"synchronize_session": False})
        db.session.refresh(self, ["version"])
        return number is not None

    def set_body(self, body: str) -> None:
        """Set a cleaned body and count its words."""
        self.body = body
        self.word_count = count_words_of_html(body)
