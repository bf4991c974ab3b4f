"""Standing pages, each filed under its parent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from sqlalchemy import select

from portal.extensions import db
from portal.models import Page, now
from portal.models.base.slugs import free_slug, slug_of
from portal.models.site.page import RESERVED_SLUGS
from portal.transfer.wordpress import previous_imports
from portal.transfer.wordpress.article_fields import (
    SEO_DESCRIPTIONS,
    headline_of,
    is_public,
    language_of,
    seo,
)
from portal.transfer.wordpress.redirects import lead_all
from portal.transfer.wordpress.report import Outcome
from portal.transfer.wordpress.wxr.dates import modified, moment_of
from portal.transfer.wordpress.wxr.export import Item, words_of

KIND = "page"
COMPARED = ("title", "description", "body", "language", "published_at")


@dataclass
class PageText:
    """A page of the old site as ours; `parent` is its parent's key there, `fields` our columns."""

    key: str
    parent: str
    fields: dict[str, Any]
    olds: list[str]
    remarks: list[str]
    is_astray: bool = False

    @property
    def digest(self) -> str:
        return digest_of([self.fields[name] for name in COMPARED])


def digest_of(said: Sequence[Any]) -> str:
    return sha256(repr(list(said)).encode()).hexdigest()


def page_fields(item: Item, html: str, zone: ZoneInfo, language: str) -> dict[str, Any]:
    """The columns of the page, but for its place among the others."""
    moment, changed = moment_of(item, zone), modified(item)
    title = headline_of(item, html, zone, language)
    return {
        "title": title,
        "slug": slug_of(unquote(item.slug) or title, "page"),
        "description": seo(item, SEO_DESCRIPTIONS) or words_of(item.excerpt),
        "body": html,
        "language": language_of(item, language),
        "position": min(int(item.order), 100_000) if item.order.isdecimal() else 0,
        "published_at": moment if is_public(item) else None,
        "updated_at": changed or moment or now(),
    }


def file(site: str, page: PageText, is_rehearsal: bool) -> previous_imports.Verdict:
    """Add or change a page, unless this is a rehearsal; what became of it. Does not commit."""
    digests = {page.key: page.digest}
    verdicts, ids = previous_imports.verdicts(site, KIND, digests, digests_here)
    outcome, _ = verdicts[page.key]
    if is_rehearsal:
        return verdicts[page.key]
    if outcome is Outcome.IMPORTED:
        noun = add(page, parent_of(site, page))
        previous_imports.remember(site, KIND, KIND, {page.key: noun.id}, digests)
        lead_on(page, noun)
    elif outcome is Outcome.UPDATED:
        noun = db.session.get_one(Page, ids[page.key])
        for name in (*COMPARED, "updated_at"):
            setattr(noun, name, page.fields[name])
        previous_imports.note(site, KIND, digests)
        db.session.flush()
        lead_on(page, noun)
    elif outcome is Outcome.UNCHANGED and (kept := db.session.get(Page, ids[page.key])):
        lead_on(page, kept)
    return verdicts[page.key]


def lead_on(text: PageText, page: Page) -> None:
    lead_all({old: {"page_id": page.id} for old in text.olds if old != f"/{page.path_words}"})


def add(text: PageText, parent: Page | None) -> Page:
    """Under its parent, at an address that nothing else has."""
    prefix = f"{parent.path_words}/" if parent else ""

    def is_taken(slug: str) -> bool:
        if not parent and (slug in RESERVED_SLUGS or slug.isdigit()):
            return True
        there = select(Page.id).filter_by(path_words=prefix + slug)
        return db.session.scalar(there) is not None

    page = Page(**text.fields | {"slug": free_slug(text.fields["slug"], is_taken)})
    page.move_to(parent)
    db.session.add(page)
    db.session.flush()
    return page


def parent_of(site: str, page: PageText) -> Page | None:
    known = previous_imports.known(site, KIND, [page.parent]) if page.parent else {}
    return db.session.get(Page, known[page.parent].noun_id) if known else None


def digests_here(ids: Collection[int]) -> dict[int, str]:
    columns = [getattr(Page, name) for name in COMPARED]
    rows = db.session.execute(select(Page.id, *columns).where(Page.id.in_(ids)))
    return {id: digest_of(said) for id, *said in rows}
