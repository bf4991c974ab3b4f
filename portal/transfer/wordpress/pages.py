"""Standing pages, each filed under its parent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from sqlalchemy import select

from portal.extensions import db
from portal.models import Page, now
from portal.models.page import TAKEN_WORDS
from portal.models.slugs import free_slug, slug_of
from portal.transfer.wordpress import origins
from portal.transfer.wordpress.dates import modified, moment_of
from portal.transfer.wordpress.export import Item, words_of
from portal.transfer.wordpress.redirects import lead_all
from portal.transfer.wordpress.report import Outcome
from portal.transfer.wordpress.story import (
    SEO_DESCRIPTIONS,
    headline_of,
    is_public,
    language_of,
    olds_of,
    seo,
)

KIND = "page"
COMPARED = ("title", "description", "body", "language", "published_at")


@dataclass
class PageText:
    """A page of the old site as ours: its words, its parent's key there, its old addresses."""

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
    olds: list[str]
    remarks: list[str] = field(default_factory=list)
    is_astray: bool = False

    @property
    def digest(self) -> str:
        return digest_of(self)


def digest_of(page: PageText | Page) -> str:
    said = [getattr(page, name) for name in COMPARED]
    return sha256(repr(said).encode()).hexdigest()


def page_text(item: Item, html: str, site: str, zone: ZoneInfo, language: str) -> PageText:
    moment, changed = moment_of(item, zone), modified(item)
    title = headline_of(item, html, zone, language)
    return PageText(
        key=item.id,
        parent=item.parent if item.parent != "0" else "",
        title=title,
        slug=slug_of(unquote(item.slug) or title, "page"),
        description=seo(item, SEO_DESCRIPTIONS) or words_of(item.excerpt),
        body=html,
        language=language_of(item, language),
        position=min(int(item.order), 100_000) if item.order.isdecimal() else 0,
        published_at=moment if is_public(item) else None,
        updated_at=changed or moment or now(),
        olds=olds_of(item, site),
    )


def file(site: str, page: PageText, is_rehearsal: bool) -> tuple[origins.Verdict, int | None]:
    """Add or change a page, unless this is a rehearsal; what became of it, and our id. No commit."""
    digests = {page.key: page.digest}
    verdicts, ids = origins.verdicts(site, KIND, digests, digests_here)
    outcome, _ = verdicts[page.key]
    id = ids.get(page.key)
    if is_rehearsal:
        return verdicts[page.key], id
    if outcome is Outcome.IMPORTED:
        noun = add(page, parent_of(site, page))
        id = noun.id
        origins.remember(site, KIND, KIND, {page.key: id}, digests)
        lead_all({old: {"page_id": id} for old in page.olds if old != f"/{noun.path_words}"})
    elif outcome is Outcome.UPDATED:
        noun = db.session.get_one(Page, id)
        for name in (*COMPARED, "updated_at"):
            setattr(noun, name, getattr(page, name))
        origins.note(site, KIND, digests)
        db.session.flush()
    return verdicts[page.key], id


def add(text: PageText, parent: Page | None) -> Page:
    """Under its parent, at an address that nothing else has."""
    page = Page(position=text.position, updated_at=text.updated_at)
    for name in COMPARED:
        setattr(page, name, getattr(text, name))
    prefix = f"{parent.path_words}/" if parent else ""

    def is_taken(slug: str) -> bool:
        if not parent and (slug in TAKEN_WORDS or slug.isdigit()):
            return True
        there = select(Page.id).filter_by(path_words=prefix + slug)
        return db.session.scalar(there) is not None

    page.slug = free_slug(text.slug, is_taken)
    page.place(parent)
    db.session.add(page)
    db.session.flush()
    return page


def parent_of(site: str, page: PageText) -> Page | None:
    known = origins.known(site, KIND, [page.parent]) if page.parent else {}
    return db.session.get(Page, known[page.parent].noun_id) if known else None


def digests_here(ids: Collection[int]) -> dict[int, str]:
    pages = db.session.scalars(select(Page).where(Page.id.in_(ids)))
    return {page.id: digest_of(page) for page in pages}
