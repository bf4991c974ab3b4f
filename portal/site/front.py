"""The front page: one lead, four seconds, then a strip for each chosen category."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, request
from sqlalchemy import select
from werkzeug import Response

from portal.extensions import db
from portal.models import Article, Category, Pin
from portal.models.lists import for_cards
from portal.models.pin import SLOTS
from portal.rendering import render
from portal.site.edition import Section, edition
from portal.site.old_addresses import plain_address

bp = Blueprint("front", __name__)

STRIP = 4


@dataclass(frozen=True)
class Strip:
    section: Section
    articles: list[Article]


@bp.get("/")
def show() -> Response:
    """The front page; `/?p=12` and WordPress's other plain addresses lead on."""
    if old := plain_address(request.args):
        return redirect(old, 301)
    top = fill_slots()
    shown = {article.id for article in top}
    return render(
        "site/front.html",
        lead=top[0] if top else None,
        seconds=top[1:],
        strips=list(strips(shown)),
    )


def fill_slots() -> list[Article]:
    """The pinned stories in their slots; the newest stories fill the empty ones."""
    pinned = {
        pin.slot: pin.article_id
        for pin in db.session.scalars(select(Pin).join(Article).where(Article.is_live))
    }
    newest = Article.live().with_only_columns(Article.id).limit(len(SLOTS) * 2)
    rest = [id for id in db.session.scalars(newest) if id not in pinned.values()]
    ids = [id for slot in SLOTS if (id := pinned.get(slot) or (rest.pop(0) if rest else None))]
    found = db.session.scalars(for_cards(select(Article).where(Article.id.in_(ids)))).unique()
    by_id = {article.id: article for article in found}
    return [by_id[id] for id in ids]


def strips(shown: set[int]):
    """For each chosen category, or the first four of the tree, its newest that stand not above."""
    sections = edition().sections
    chosen = [sections[id] for id in edition().settings.strips if id in sections]
    for section in chosen or [each for each in edition().tree if each.count][:4]:
        query = Category(id=section.id).live_articles().where(Article.id.not_in(shown)).limit(STRIP)
        articles = list(db.session.scalars(for_cards(query)).unique())
        shown |= {article.id for article in articles}
        if articles:
            yield Strip(section, articles)
