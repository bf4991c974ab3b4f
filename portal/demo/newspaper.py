"""The demo newspaper as a whole: what it takes to fill an instance, and what to say of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from portal.demo import COMPOSED, bulk, sign_in
from portal.demo.loading import load
from portal.demo.progress import Step, shown
from portal.extensions import db
from portal.models import Article, Author, Category, Image, Page, SiteSettings, Tag, now


def is_empty() -> bool:
    """Nobody has put a story or a page into this instance yet."""
    return not any(db.session.scalar(select(noun.id).limit(1)) for noun in (Article, Page))


def fill(composed: int = COMPOSED, step: Step = shown) -> None:
    """The written newspaper, that many composed stories, and someone to sign in."""
    when = now()
    cast = load(when, step)
    bulk.fill(composed, cast, when, step)
    sign_in.add_editor()
    db.session.commit()


def contents() -> list[str]:
    """What there is now, in a few lines for the operator."""
    settings = SiteSettings.load()
    first, last = db.session.execute(select(func.min(Article.day), func.max(Article.day))).one()
    return [
        f"{settings.name}: {count(Article):,} stories from {first} to {last},",
        f"{count(Author)} authors, {count(Category)} categories, {count(Tag)} tags, "
        f"{count(Page)} pages, {count(Image)} pictures.",
        *filter(None, [sign_in.how_to_sign_in()]),
    ]


def count(noun: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(noun)) or 0
