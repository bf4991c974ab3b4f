"""Today: what waits for review, what goes out next, what is mine, what is live."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Response, request
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import defer, joinedload, selectinload

from portal.desk.articles.editing.rights import may_change
from portal.desk.articles.expired_bin import delete_expired
from portal.desk.shared.links import url_if_allowed
from portal.desk.shared.permissions import OWN, Action, DeskBlueprint, may, scope_of
from portal.desk.shared.responses import render
from portal.extensions import db
from portal.models import Article, Byline, FeedState, Placement, SiteSettings, State, now

bp = DeskBlueprint("today", Action.ACCOUNT)

SHOWN = 5
SOON = timedelta(days=7)


@dataclass(frozen=True)
class Panel:
    """Some stories under one heading; `more` is the address of all of them."""

    name: str
    heading: str
    blank: str
    more: str | None
    stories: list[Article]
    count: int | None = None


@bp.get("/")
def show() -> Response:
    """What an editor on a deadline asks first. An empty paper says how to begin."""
    delete_expired()
    if "today" not in request.args and not has_stories():
        return render("desk/dashboard/first_day.html", is_named=settings_differ())
    first, beside = panels()
    return render(
        "desk/dashboard/index.html", first=first, beside=beside, may_change=may_change, **trouble()
    )


def has_stories() -> bool:
    return db.session.scalar(select(Article.id).limit(1)) is not None


def settings_differ() -> bool:
    """Somebody has given the paper a name."""
    return SiteSettings.load().name != SiteSettings().name


def panels() -> tuple[list[Panel], list[Panel]]:
    """What to do, and beside it what has been done: everybody's for who may publish everybody's."""
    publishes = scope_of(current_user, Action.PUBLISH)
    if publishes is OWN:
        return [mine(), next_out(own())], [live(own())]
    if not may(current_user, Action.PUBLISH):
        return [mine(), sent()], [live(own())]
    return [waiting(), next_out(), mine()], [live()]


def all_of(**asked: str) -> str | None:
    return url_if_allowed("desk.articles.index", **asked)


def own() -> ColumnElement[bool]:
    return Article.own(current_user)


def waiting() -> Panel:
    blank = _("Nothing waits for you. What a contributor sends for review stands here.")
    found = counted(Article.in_state(State.IN_REVIEW), order=Article.submitted_at.asc())
    return Panel(
        "review", _("Waiting for review"), blank, url_if_allowed("desk.queue.index"), *found
    )


def sent() -> Panel:
    blank = _("Nothing of yours is in review. Send a draft, and an editor reads it.")
    found = counted(Article.in_state(State.IN_REVIEW), own(), order=Article.submitted_at.desc())
    return Panel("sent", _("Sent for review"), blank, url_if_allowed("desk.queue.index"), *found)


def next_out(*whose: ColumnElement[bool]) -> Panel:
    blank = _("Nothing is scheduled. Give a story a time, and it goes out by itself.")
    found = counted(Article.in_state(State.SCHEDULED), *whose, order=Article.published_at.asc())
    more = all_of(state=State.SCHEDULED)
    return Panel("next", _("Going out next"), blank, more, *found)


def mine() -> Panel:
    blank = _("No draft of yours. Begin one with New article.")
    found = counted(Article.is_draft(), own(), order=Article.updated_at.desc())
    more = all_of(state=State.DRAFT, whose="mine")
    return Panel("mine", _("Mine"), blank, more, *found)


def live(*whose: ColumnElement[bool]) -> Panel:
    """Not counted: a grown newspaper has a million."""
    blank = _("Nothing is live yet.")
    found = some(Article.in_state(State.LIVE), *whose, order=Article.published_at.desc())
    return Panel("live", _("Live"), blank, all_of(state=State.LIVE), found)


def counted(*conditions: ColumnElement[bool], order: ColumnElement) -> tuple[list[Article], int]:
    """The first few of these stories, and how many there are."""
    found = some(*conditions, order=order)
    if len(found) < SHOWN:
        return found, len(found)
    count = select(func.count()).select_from(Article).where(*conditions)
    return found, db.session.scalar(count) or 0


def some(*conditions: ColumnElement[bool], order: ColumnElement) -> list[Article]:
    """The first few of these stories, as a row shows them."""
    query = select(Article).where(*conditions).order_by(order, Article.id).limit(SHOWN)
    rows = query.options(
        defer(Article.body, raiseload=True),
        joinedload(Article.category),
        joinedload(Article.review_note),
        selectinload(Article.bylines).joinedload(Byline.author),
    )
    return list(db.session.scalars(rows))


def trouble() -> dict[str, Any]:
    """Feeds that do not answer and ads that run out, for who looks after them."""
    feeds: Sequence[FeedState] = []
    placements: Sequence[Placement] = []
    if may(current_user, Action.REVIEW):
        feeds = db.session.scalars(
            select(FeedState)
            .where(FeedState.error != "")
            .options(joinedload(FeedState.source))
            .limit(SHOWN)
        ).all()
    if may(current_user, Action.PLACEMENTS):
        ending = Placement.shown_until.between(now(), now() + SOON)
        soonest = select(Placement).where(ending).order_by(Placement.shown_until).limit(SHOWN)
        placements = db.session.scalars(soonest).all()
    return {"feeds": feeds, "placements": placements}
