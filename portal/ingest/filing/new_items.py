"""New items, and the drafts that are made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from portal.extensions import db
from portal.ingest.filing.matching import KnownItems
from portal.ingest.filing.preparing import Prepared, draft_of
from portal.ingest.sources.aggregators import aggregator_of
from portal.models import (
    Indexing,
    ItemState,
    SiteSettings,
    Source,
    Tag,
    WireItem,
    WireKey,
    local_day,
    now,
)
from portal.models.article.draft import ArticleDraft
from portal.models.article.insertion import insert_articles
from portal.models.base.clock import midnight
from portal.models.taxonomy.category import Category


@dataclass
class Filed:
    """How many items were filed, did not pass the rules, copy another, were updated, offered, withdrawn."""

    new: int = 0
    refused: int = 0
    copies: int = 0
    updated: int = 0
    offered: int = 0
    withdrawn: int = 0

    def add(self, other: Filed) -> None:
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def insert_new(source: Source, batch: Sequence[Prepared], known: KnownItems, filed: Filed) -> None:
    moment = now()
    items = [
        item_of(source, each, known, moment + timedelta(microseconds=number))
        for number, each in enumerate(batch)
    ]
    db.session.add_all(items)
    db.session.flush()
    for item, prepared in zip(items, batch, strict=True):
        add_keys(item, [key for key in prepared.identity.keys if key not in known.mine])
    waiting = [
        pair for pair in zip(items, batch, strict=True) if pair[0].state == ItemState.WAITING
    ]
    insert_drafts(source, waiting)
    filed.new += len(waiting)
    filed.copies += sum(item.state == ItemState.COPY for item in items)
    filed.refused += sum(item.state == ItemState.REFUSED for item in items)


def item_of(source: Source, prepared: Prepared, known: KnownItems, moment: datetime) -> WireItem:
    item = prepared.item
    original_id = known.copied(prepared)
    state = ItemState.COPY if original_id else ItemState.WAITING
    return WireItem(
        source_id=source.id,
        guid=item.guid,
        address=prepared.identity.address,
        headline=item.headline,
        summary=item.summary,
        body=prepared.body,
        byline=item.byline[:300],
        language=item.language,
        terms=item.terms,
        pictures=[{"address": each.address, "alt": each.alt, "credit": each.credit, "width": each.width, "height": each.height} for each in item.pictures],
        rights=item.rights,
        publisher=item.publisher,
        publisher_address=item.publisher_address,
        published_at=item.published_at,
        fetched_at=moment,
        content_hash=prepared.identity.content_hash,
        state=ItemState.REFUSED if prepared.reason else state,
        reason=prepared.reason,
        original_id=None if prepared.reason else original_id,
    )  # fmt: skip


def add_keys(item: WireItem, keys: Sequence[str]) -> None:
    db.session.add_all(WireKey(source_id=item.source_id, item_id=item.id, key=key) for key in keys)


def reopen(source: Source, item: WireItem, prepared: Prepared, filed: Filed) -> None:
    """File an item that the rules refused before."""
    item.state, item.reason, item.fetched_at = ItemState.WAITING, "", now()
    insert_drafts(source, [(item, prepared)])
    filed.new += 1


def insert_drafts(source: Source, waiting: Sequence[tuple[WireItem, Prepared]]) -> None:
    """Add an article in review for each item; some go live at once if the source may do that."""
    if not waiting:
        return
    settings = SiteSettings.load()
    left = left_to_publish(source, settings.time_zone)
    drafts: list[ArticleDraft] = []
    for item, prepared in waiting:
        publisher = publisher_of(source, prepared)
        draft = draft_of(prepared, str(item.id), source, settings.language, item.fetched_at)
        draft.source_id = publisher.id
        draft.category_ids = existing_category(prepared.category_id)
        draft.tag_ids = [tag.id for tag in Tag.get_or_create(prepared.tag_names)]
        if len(drafts) < left:
            publish(item, draft, settings.time_zone)
        drafts.append(draft)
    ids = insert_articles(drafts)
    for item, _ in waiting:
        item.article_id, item.article_version = ids[str(item.id)], 1


def left_to_publish(source: Source, zone: str) -> int:
    """Return how many items of a source may still go live today without an editor."""
    if not source.daily_auto_publish:
        return 0
    today = midnight(local_day(now(), zone), zone)
    mine = WireItem.source_id == source.id, WireItem.auto_published_at >= today
    done = db.session.scalar(select(func.count()).select_from(WireItem).where(*mine)) or 0
    return max(0, source.daily_auto_publish - done)


def publish(item: WireItem, draft: ArticleDraft, zone: str) -> None:
    """Let a draft go live unread: search engines are told not to list it."""
    draft.published_at, draft.submitted_at = item.fetched_at, None
    draft.day = local_day(item.fetched_at, zone)
    draft.indexing_rule = Indexing.NOINDEX
    item.state, item.auto_published_at = ItemState.TAKEN, item.fetched_at


def publisher_of(source: Source, prepared: Prepared) -> Source:
    """Return the source that readers are told: an aggregator's item is of its own publisher."""
    name = prepared.item.publisher
    if not (name and aggregator_of(source.feed_address)):
        return source
    found = db.session.scalar(select(Source).where(func.lower(Source.name) == name.lower()))
    if found is None:
        found = Source(name=name, address=prepared.item.publisher_address)
        db.session.add(found)
        db.session.flush()
    return found


def existing_category(category_id: int | None) -> list[int]:
    found = db.session.get(Category, category_id) if category_id else None
    return [found.id] if found else []
