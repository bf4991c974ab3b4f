"""Fills an instance with the demo newspaper, and describes its contents."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from portal.demo import GENERATED_STORIES, bulk, sign_in
from portal.demo.loading import load
from portal.demo.progress import Step, with_progress_bar
from portal.extensions import db
from portal.models import Article, Author, Category, Image, Page, SiteSettings, Tag, now


def is_empty() -> bool:
    """True if the instance has no story and no page yet."""
    return not any(db.session.scalar(select(noun.id).limit(1)) for noun in (Article, Page))


def fill(generated: int = GENERATED_STORIES, step: Step = with_progress_bar) -> None:
    """Add the written newspaper, `generated` stories, and an editor to sign in as."""
    when = now()
    cast = load(when, step)
    bulk.fill(generated, cast, when, step)
    sign_in.add_editor()
    db.session.commit()


def contents() -> list[str]:
    """Return a few lines for the operator that say what the instance has now."""
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
