"""The bin: stories that may be restored for 30 days, and are gone for good then."""

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
BATCH_ARTICLES = 50  # stories, so that nobody waits long for another's


def days_left(article: Article) -> int:
    """For how many more days it can be restored, the last one counted."""
    assert article.binned_at
    return max(1, -(-(article.binned_at + RETENTION - now()) // timedelta(days=1)))


def has_expired() -> bool:
    """Something has lain there for longer."""
    found = select(Article.id).where(Article.binned_at <= now() - RETENTION).limit(1)
    with read_session() as database:
        return database.scalar(found) is not None


def count() -> int:
    binned = select(func.count()).where(Article.binned_at.is_not(None))
    return db.session.scalar(binned) or 0


def delete_binned(until: datetime | None = None) -> int:
    """Forget what was binned until then, else longer ago than RETENTION; up to BATCH_ARTICLES. How many they were."""
    binned = Article.binned_at <= (until or now() - RETENTION)
    found = select(Article).where(binned).order_by(Article.binned_at).limit(BATCH_ARTICLES)
    articles = db.session.scalars(found.with_for_update(of=Article, skip_locked=True)).all()
    delete_for_good(articles)
    return len(articles)


def delete_for_good(articles: Iterable[Article]) -> None:
    """All that belongs to them goes, too; where they were, and what led there, answers 410 for ever."""
    by_id = {article.id: article for article in articles}
    led = list(db.session.scalars(select(Redirect).where(Redirect.article_id.in_(by_id))))
    # A database may give the id to another story: an import must not take that for this one.
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
