"""Standing pages, each under its parent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from sqlalchemy import select

from portal.extensions import db
from portal.models import Page, now
from portal.models.base.slugs import free_slug, slug_of
from portal.models.site.page import RESERVED_SLUGS
from portal.models.site.redirect_insertion import insert_missing_redirects
from portal.transfer import previous_imports
from portal.transfer.previous_imports import Decision
from portal.transfer.report import Outcome
from portal.transfer.wordpress.article import seo
from portal.transfer.wordpress.article.fields import language_of, seo_values
from portal.transfer.wordpress.article.opening import headline_of
from portal.transfer.wordpress.article.site_profile import SiteProfile
from portal.transfer.wordpress.article.status import is_public
from portal.transfer.wordpress.wxr.dates import modified_at, published_at
from portal.transfer.wordpress.wxr.export import Item, words_of

KIND = "page"
COMPARED = ("title", "description", "body", "language", "published_at")
MAX_POSITION = 100_000


@dataclass(slots=True)
class PageDraft:
    """The columns of a page that is not in the database yet; `parent` is the key of its parent."""

    key: str
    parent: str
    title: str
    slug: str
    description: str
    body: str
    language: str | None
    position: int
    published_at: datetime | None
    updated_at: datetime
    old_addresses: list[str] = field(default_factory=list)
    old_links: set[str] = field(default_factory=set)
    remarks: list[str] = field(default_factory=list)

    @property
    def digest(self) -> str:
        return digest_of([getattr(self, name) for name in COMPARED])


def digest_of(values: Sequence[Any]) -> str:
    return sha256(repr(list(values)).encode()).hexdigest()


def page_draft_of(
    item: Item, html: str, zone: ZoneInfo, language: str, site: SiteProfile
) -> PageDraft:
    """Return an item of the kind `page` as a draft."""
    moment, changed = published_at(item, zone), modified_at(item)
    title = headline_of(item, html, zone, language)
    return PageDraft(
        key=item.id,
        parent=item.parent if item.parent != "0" else "",
        title=title,
        slug=slug_of(unquote(item.slug) or title, "page"),
        description=seo.seo_text(item, seo.DESCRIPTIONS, seo_values(item, title, site))
        or words_of(item.excerpt),
        body=html,
        language=language_of(item, language),
        position=min(int(item.order), MAX_POSITION) if item.order.isdecimal() else 0,
        published_at=moment if is_public(item) else None,
        updated_at=changed or moment or now(),
    )


def import_page(site: str, draft: PageDraft, is_rehearsal: bool) -> Decision:
    """Add or update a page unless this is a rehearsal. Return what became of it. Does not commit."""
    digests = {draft.key: draft.digest}
    decisions, ids = previous_imports.decide_all(site, KIND, digests, digests_of_pages)
    outcome, _ = decisions[draft.key]
    if is_rehearsal:
        return decisions[draft.key]
    if outcome is Outcome.IMPORTED:
        page = insert_page(draft, parent_of(site, draft))
        previous_imports.record(site, KIND, KIND, {draft.key: page.id}, digests)
        add_redirects(draft, page)
    elif outcome is Outcome.UPDATED:
        page = db.session.get_one(Page, ids[draft.key])
        for name in (*COMPARED, "updated_at"):
            setattr(page, name, getattr(draft, name))
        previous_imports.update_digests(site, KIND, digests)
        db.session.flush()
        add_redirects(draft, page)
    elif outcome is Outcome.UNCHANGED and (existing := db.session.get(Page, ids[draft.key])):
        add_redirects(draft, existing)
    return decisions[draft.key]


def add_redirects(draft: PageDraft, page: Page) -> None:
    olds = [old for old in draft.old_addresses if old != f"/{page.path_words}"]
    insert_missing_redirects({old: {"page_id": page.id} for old in olds})


def insert_page(draft: PageDraft, parent: Page | None) -> Page:
    """Add a page under its parent, at an address that nothing else has."""
    prefix = f"{parent.path_words}/" if parent else ""

    def is_taken(slug: str) -> bool:
        if not parent and (slug in RESERVED_SLUGS or slug.isdigit()):
            return True
        same = select(Page.id).filter_by(path_words=prefix + slug)
        return db.session.scalar(same) is not None

    page = Page(
        slug=free_slug(draft.slug, is_taken),
        title=draft.title,
        description=draft.description,
        body=draft.body,
        language=draft.language,
        position=draft.position,
        published_at=draft.published_at,
        updated_at=draft.updated_at,
    )
    page.move_to(parent)
    db.session.add(page)
    db.session.flush()
    return page


def parent_of(site: str, draft: PageDraft) -> Page | None:
    known = previous_imports.find(site, KIND, [draft.parent]) if draft.parent else {}
    return db.session.get(Page, known[draft.parent].noun_id) if known else None


def digests_of_pages(ids: Collection[int]) -> dict[int, str]:
    """Return the digests of the pages with these ids as they are now."""
    columns = [getattr(Page, name) for name in COMPARED]
    rows = db.session.execute(select(Page.id, *columns).where(Page.id.in_(ids)))
    return {id: digest_of(values) for id, *values in rows}
