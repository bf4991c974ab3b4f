"""An item that is here already: the source changed it, withdrew it, or brought it back."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import select

from portal.extensions import db
from portal.ingest.filing.preparing import MAX_HEADLINE_CHARS, Prepared
from portal.models import Article, ItemState, Presence, WireItem, WorkingCopy, now
from portal.models.article.presence import PRESENCE_TIMEOUT
from portal.models.base.slugs import slug_of

FIXED = (ItemState.COPY, ItemState.REFUSED)


class Change(StrEnum):
    """The outcome for a fetched item that is here already."""

    NONE = ""
    UPDATED = "updated"
    OFFERED = "offered"


def is_changed(known: WireItem, prepared: Prepared) -> bool:
    """True if `apply_change` would write anything."""
    if known.state == ItemState.REFUSED:
        return not prepared.reason or known.content_hash != prepared.identity.content_hash
    if known.state == ItemState.WITHDRAWN or known.withdrawn_at:
        return True
    if known.state in (ItemState.COPY, ItemState.DISMISSED):
        return False
    said = known.changed["content_hash"] if known.changed else known.content_hash
    return said != prepared.identity.content_hash


def apply_change(known: WireItem, prepared: Prepared) -> Change:
    """Let the draft follow its source while nobody has worked on it; afterwards offer the difference.

    A live story is never changed, and a dismissed or deleted one stays away.
    """
    bring_back(known)
    if known.is_closed or known.state in FIXED:
        return Change.NONE
    new_hash = prepared.identity.content_hash
    if known.content_hash == new_hash:  # the source took its change back
        known.changed = known.changed_at = None
        return Change.NONE
    if known.changed and known.changed["content_hash"] == new_hash:
        return Change.NONE
    article = known.article
    if article is not None and claim_untouched(known, article):
        rewrite(article, known, prepared)
        copy_original(known, prepared)
        known.article_version = article.version
        known.changed = known.changed_at = None
        return Change.UPDATED
    known.changed, known.changed_at = changed_text(prepared), now()
    return Change.OFFERED


def claim_untouched(known: WireItem, article: Article) -> bool:
    """Raise the version of a draft that nobody has worked on. Return False for any other.

    An editor who opens it at this moment is told of the other version when they save.
    """
    if article.published_at or article.binned_at or article.version != known.article_version:
        return False
    copies = select(WorkingCopy.id).where(WorkingCopy.article_id == article.id)
    open_since = now() - PRESENCE_TIMEOUT
    readers = select(Presence.editor_id).where(Presence.article_id == article.id, Presence.seen_at >= open_since)  # fmt: skip
    if db.session.scalar(copies.limit(1)) or db.session.scalar(readers.limit(1)):
        return False
    return article.claim_version(article.version)


def rewrite(article: Article, known: WireItem, prepared: Prepared) -> None:
    """Make an untouched draft say what its source says now."""
    headline = prepared.item.headline[:MAX_HEADLINE_CHARS]
    if article.headline == known.headline[:MAX_HEADLINE_CHARS]:
        article.headline = headline
        article.slug = article.slug if article.day else slug_of(headline)
    article.original_headline = prepared.item.headline
    article.standfirst = prepared.carried.standfirst
    article.set_body(prepared.carried.body)
    article.updated_at = now()


def copy_original(known: WireItem, prepared: Prepared) -> None:
    item = prepared.item
    known.headline, known.summary, known.body = item.headline, item.summary, prepared.body
    known.byline, known.terms = item.byline, item.terms
    known.address = prepared.identity.address or known.address
    known.content_hash = prepared.identity.content_hash


def changed_text(prepared: Prepared) -> dict[str, str]:
    """Return what a source says now, as `WireItem.changed` stores it."""
    published_at = prepared.item.published_at
    return {
        "headline": prepared.item.headline,
        "summary": prepared.item.summary,
        "body": prepared.body,
        "content_hash": prepared.identity.content_hash,
        "published_at": published_at.isoformat() if published_at else "",
    }


def withdraw(known: WireItem) -> bool:
    """Note that the source has withdrawn an item; bin its draft if nobody has worked on it.

    Return False if nothing was to be noted.
    """
    if known.is_closed or known.state in FIXED or known.withdrawn_at:
        return False
    known.withdrawn_at = now()
    article = known.article
    if article is not None and claim_untouched(known, article):
        article.bin()
        known.article_version = article.version
        known.state = ItemState.WITHDRAWN
    return True


def bring_back(known: WireItem) -> None:
    """Restore what was withdrawn and is in the feed again, as it was."""
    if known.withdrawn_at is None:
        return
    known.withdrawn_at = None
    if known.state == ItemState.WITHDRAWN:
        known.state = ItemState.WAITING
        article = known.article
        if article is not None and article.version == known.article_version:
            article.unbin()
