"""The site version: one number, raised with every change that readers can see."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import event, select
from sqlalchemy import inspect as inspected
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.extensions import db
from portal.models.article import Article
from portal.models.author import Author
from portal.models.category import Category
from portal.models.clock import Moment, now
from portal.models.correction import Correction
from portal.models.filing import Byline, Filing, Tagging
from portal.models.image import Image
from portal.models.menu import MenuItem
from portal.models.page import Page
from portal.models.pin import Pin
from portal.models.redirect import Redirect
from portal.models.setting import Setting
from portal.models.source import Source
from portal.models.tag import Tag

# A change of any of these may show on any page; of an article's parts, when it is or was live.
SEEN_EVERYWHERE = (Author, Category, Image, MenuItem, Page, Pin, Redirect, Setting, Source, Tag)
PARTS_OF_AN_ARTICLE = (Byline, Correction, Filing, Tagging)
INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class SiteVersion(db.Model):
    """The one row. Kept answers and what the sidebar shows hold for one number only."""

    __tablename__ = "site_version"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(default=0)
    raised_at: Mapped[datetime] = mapped_column(Moment, default=now)

    @classmethod
    def current(cls) -> int:
        return db.session.scalar(NUMBER) or 0

    @classmethod
    def raise_(cls, session: Session | None = None) -> None:
        """Raise it within this transaction. Bulk statements, which no flush sees, call it too."""
        session = session or db.session()
        insert = INSERTS[session.get_bind(mapper=cls).dialect.name]
        first = insert(cls).values(id=1, number=1, raised_at=now())
        raised = {"number": cls.number + 1, "raised_at": first.excluded.raised_at}
        with session.no_autoflush:  # in one statement, or two who raise it first would collide
            session.execute(first.on_conflict_do_update(index_elements=[cls.id], set_=raised))


NUMBER = select(SiteVersion.number).where(SiteVersion.id == 1)


@event.listens_for(Session, "before_flush")
def keep_live_from(session: Session, _context, _instances) -> None:
    """Copy each changed article's `live_from` to its filings, taggings and bylines."""
    for article in [*session.new, *session.dirty]:
        if isinstance(article, Article):
            parts: list[Filing | Tagging | Byline] = [*article.filings, *article.taggings]
            for part in [*parts, *article.bylines]:
                if part.live_from != article.live_from:
                    part.live_from = article.live_from


@event.listens_for(Session, "before_flush")
def raise_for_readers(session: Session, _context, _instances) -> None:
    """Raise the site version if this flush changes what a reader can see."""
    if session.info.get("version_raised"):
        return
    changed = [*session.new, *(each for each in session.dirty if session.is_modified(each))]
    if any(readers_see(each) for each in [*changed, *session.deleted]):
        session.info["version_raised"] = True
        SiteVersion.raise_(session)


@event.listens_for(Session, "after_transaction_end")
def forget_raised(session: Session, transaction) -> None:
    if transaction.parent is None:
        session.info.pop("version_raised", None)


def readers_see(noun: object) -> bool:
    if isinstance(noun, Article):
        dates = [value for name in ("published_at", "binned_at") for value in history(noun, name)]
        return noun.live_from is not None or any(dates)
    if isinstance(noun, PARTS_OF_AN_ARTICLE):
        live_from = getattr(noun, "live_from", None)
        return live_from is not None or isinstance(noun, Correction)
    return isinstance(noun, SEEN_EVERYWHERE)


def history(noun: object, name: str) -> list:
    change = inspected(noun).attrs[name].history
    return [*(change.deleted or ())]
