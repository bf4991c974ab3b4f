"""The site version: a number that every change which readers can see increments."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import event, select
from sqlalchemy import inspect as inspected
from sqlalchemy.orm import Mapped, Session, SessionTransaction, mapped_column
from sqlalchemy.orm.attributes import History

from portal.extensions import Model, db
from portal.models.article.article import Article
from portal.models.article.correction import Correction
from portal.models.article.links import Byline, CategoryLink, Tagging
from portal.models.base.clock import UtcDateTime, now
from portal.models.base.upsert import dialect_insert
from portal.models.media.image import Image
from portal.models.site.menu import MenuItem
from portal.models.site.page import Page
from portal.models.site.pin import Pin
from portal.models.site.redirect import Redirect
from portal.models.site.setting import Setting
from portal.models.taxonomy.author import Author
from portal.models.taxonomy.category import Category
from portal.models.taxonomy.source import Source
from portal.models.taxonomy.tag import Tag

# A change of one of these may show on any page; of an article's links only if it is or was live.
SEEN_EVERYWHERE = (
    Author, Category, Correction, Image, MenuItem, Page, Pin, Redirect, Setting, Source, Tag,
)  # fmt: skip
PARTS_OF_AN_ARTICLE = (Byline, CategoryLink, Tagging)
# A new row of these shows nowhere until another row uses it, and that change counts.
SEEN_WHERE_USED = (Author, Image, Source, Tag)
LONGEST_TRANSACTION = timedelta(minutes=5)


class SiteVersion(Model):
    """The only row. Cached responses and the sidebar's data are valid for one number."""

    __tablename__ = "site_version"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(default=0)
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    @classmethod
    def current(cls, session: Session | None = None) -> int:
        """Return the number."""
        return (session or db.session()).scalar(NUMBER) or 0

    @classmethod
    def increment(cls, session: Session | None = None) -> None:
        """Increment it in this transaction. Bulk statements, which no flush sees, must call it too."""
        session = session or db.session()
        session.info["version_raised"] = True
        first = dialect_insert(cls, session).values(id=1, number=1, raised_at=now())
        raised = {"number": cls.number + 1, "raised_at": first.excluded.raised_at}
        with session.no_autoflush:  # one upsert, so that two first increments do not collide
            session.execute(first.on_conflict_do_update(index_elements=[cls.id], set_=raised))


NUMBER = select(SiteVersion.number).where(SiteVersion.id == 1)


@event.listens_for(Session, "before_flush")
def update_live_from(session: Session, _context: Any, _instances: Any) -> None:
    """Copy `live_from` of each changed article to its links."""
    for article in [*session.new, *session.dirty]:
        if isinstance(article, Article):
            parts: list[CategoryLink | Tagging | Byline] = [
                *article.category_links,
                *article.taggings,
            ]
            for part in [*parts, *article.bylines]:
                if part.live_from != article.live_from:
                    part.live_from = article.live_from


@event.listens_for(Session, "before_flush")
def raise_for_readers(session: Session, _context: Any, _instances: Any) -> None:
    """Increment the version if this flush changes something that readers can see."""
    if session.info.get("version_raised"):
        return
    changed = [*session.new, *(each for each in session.dirty if session.is_modified(each))]
    if any(readers_see(each) for each in [*changed, *session.deleted]):
        SiteVersion.increment(session)


@event.listens_for(Session, "after_transaction_end")
def forget_raised(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop("version_raised", None)


def readers_see(noun: Any) -> bool:
    if isinstance(noun, Article):
        return is_seen(noun.live_from) or changes_its_time(noun)
    if isinstance(noun, PARTS_OF_AN_ARTICLE):
        return is_seen(noun.live_from) or any(history(noun, "live_from").deleted or ())
    if isinstance(noun, SEEN_WHERE_USED) and is_new(noun):
        return False
    if isinstance(noun, Page) and is_new(noun):
        return noun.published_at is not None
    return isinstance(noun, SEEN_EVERYWHERE)


def is_new(noun: Any) -> bool:
    """True if this flush will insert it."""
    return bool(inspected(noun).pending)


def is_seen(live_from: datetime | None) -> bool:
    """True if it is live now or will be before this transaction can end.

    Only then does the change affect pages; later ones start with a new edition.
    """
    return live_from is not None and live_from <= now() + LONGEST_TRANSACTION


def changes_its_time(article: Article) -> bool:
    """True if the article is published, scheduled or taken down, or its schedule changes.

    Each worker must learn of the new time.
    """
    published, binned = history(article, "published_at"), history(article, "binned_at")
    if not (published.added or binned.added):
        return False
    was_published = published.deleted or published.unchanged
    was_binned = any(binned.deleted or binned.unchanged or ())
    is_unknown = not was_published and not is_new(article)
    return bool(article.live_from or is_unknown or (any(was_published or ()) and not was_binned))


def history(noun: Any, name: str) -> History:
    found: History = inspected(noun).attrs[name].history
    return found
