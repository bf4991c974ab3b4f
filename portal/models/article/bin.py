"""The bin: stories in it can be restored for 30 days and are then deleted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from portal.extensions import db, read_session
from portal.models.article.article import Article
from portal.models.base.clock import now
from portal.models.site.gone_address import GoneAddress
from portal.models.site.import_origin import ImportOrigin
from portal.models.site.redirect import Redirect

RETENTION = timedelta(days=30)
BATCH_ARTICLES = 50  # stories in one transaction, so that other writers do not wait long


def days_left(article: Article) -> int:
    """Return for how many more days it can be restored, including the last."""
    assert article.binned_at
    return max(1, -(-(article.binned_at + RETENTION - now()) // timedelta(days=1)))


def has_expired() -> bool:
    """True if a story has been in the bin for longer than RETENTION."""
    found = select(Article.id).where(Article.binned_at <= now() - RETENTION).limit(1)
    with read_session() as database:
        return database.scalar(found) is not None


def count() -> int:
    """Return the number of stories in the bin."""
    binned = select(func.count()).where(Article.binned_at.is_not(None))
    return db.session.scalar(binned) or 0


def delete_binned(until: datetime | None = None) -> int:
    """Delete up to BATCH_ARTICLES stories binned by `until`, else those beyond RETENTION.

    Returns how many were deleted.
    """
    binned = Article.binned_at <= (until or now() - RETENTION)
    found = select(Article).where(binned).order_by(Article.binned_at).limit(BATCH_ARTICLES)
    articles = db.session.scalars(found.with_for_update(of=Article, skip_locked=True)).all()
    delete_for_good(articles)
    return len(articles)


def delete_for_good(articles: Iterable[Article]) -> None:
    """Delete the stories with all that belongs to them.

    Their addresses, and those that redirected to them, answer 410 from now on.
    """
    by_id = {article.id: article for article in articles}
    led = list(db.session.scalars(select(Redirect).where(Redirect.article_id.in_(by_id))))
    # A database may reuse the id, and an import must not mistake the new story for this one.
    imported = update(ImportOrigin).where(
        ImportOrigin.noun == "article", ImportOrigin.noun_id.in_(by_id)
    )
    db.session.execute(imported.values(noun_id=0), execution_options={"synchronize_session": False})
    for path in (*(each.path for each in by_id.values()), *(each.old for each in led)):
        if path:
            db.session.merge(GoneAddress(path=path.rstrip("/")))
    for noun in (*led, *by_id.values()):
        db.session.delete(noun)
    db.session.flush()
