"""Today: the stories in review, scheduled, one's own and live, and what needs attention."""

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
from portal.desk.shared.permissions import NONE, OWN, Action, DeskBlueprint, may, scope_of
from portal.desk.shared.responses import render
from portal.extensions import db
from portal.models import Article, Byline, FeedState, Placement, SiteSettings, State, now

bp = DeskBlueprint("today", Action.ACCOUNT)

PANEL_SIZE = 5
ADS_ENDING_WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class Panel:
    """A few stories under a heading. `more` is the address of all, `empty` the text without any."""

    name: str
    heading: str
    empty: str
    more: str | None
    stories: list[Article]
    count: int | None = None


@bp.get("/")
def show() -> Response:
    """Show Today; a paper without stories gets the steps to begin instead."""
    delete_expired()
    if "today" not in request.args and not has_stories():
        return render("desk/dashboard/first_day.html", is_named=has_own_name())
    main_panels, side_panels = panels()
    return render(
        "desk/dashboard/index.html",
        main_panels=main_panels,
        side_panels=side_panels,
        may_change=may_change,
        **problems(),
    )


def has_stories() -> bool:
    return db.session.scalar(select(Article.id).limit(1)) is not None


def has_own_name() -> bool:
    """Return True if the paper has a name of its own."""
    return SiteSettings.load().name != SiteSettings().name


def panels() -> tuple[list[Panel], list[Panel]]:
    """Return the panels of the main and the side column for the editor's right to publish."""
    scope = scope_of(current_user, Action.PUBLISH)
    if scope is OWN:
        return [my_drafts(), scheduled(own())], [live(own())]
    if scope is NONE:
        return [my_drafts(), sent_for_review()], [live(own())]
    return [waiting_for_review(), scheduled(), my_drafts()], [live()]


def list_address(**filters: str) -> str | None:
    return url_if_allowed("desk.articles.index", **filters)


def own() -> ColumnElement[bool]:
    return Article.own(current_user)


def waiting_for_review() -> Panel:
    empty = _("Nothing is waiting. Stories that contributors send for review appear here.")
    found = first_and_count(Article.in_state(State.IN_REVIEW), order=Article.submitted_at.asc())
    return Panel(
        "review", _("Waiting for review"), empty, url_if_allowed("desk.queue.index"), *found
    )


def sent_for_review() -> Panel:
    empty = _("Nothing of yours is in review. Send a draft for an editor to read.")
    found = first_and_count(
        Article.in_state(State.IN_REVIEW), own(), order=Article.submitted_at.desc()
    )
    return Panel("sent", _("Sent for review"), empty, url_if_allowed("desk.queue.index"), *found)


def scheduled(*whose: ColumnElement[bool]) -> Panel:
    empty = _("Nothing is scheduled. Give a story a time, and it is published then.")
    found = first_and_count(
        Article.in_state(State.SCHEDULED), *whose, order=Article.published_at.asc()
    )
    more = list_address(state=State.SCHEDULED)
    return Panel("next", _("Scheduled next"), empty, more, *found)


def my_drafts() -> Panel:
    empty = _("You have no drafts. Start one with New story.")
    found = first_and_count(Article.is_draft(), own(), order=Article.updated_at.desc())
    more = list_address(state=State.DRAFT, whose="mine")
    return Panel("mine", _("Mine"), empty, more, *found)


def live(*whose: ColumnElement[bool]) -> Panel:
    """Return the latest live stories, without a count: a large newspaper has a million."""
    empty = _("Nothing is live yet.")
    found = first_stories(Article.in_state(State.LIVE), *whose, order=Article.published_at.desc())
    return Panel("live", _("Live"), empty, list_address(state=State.LIVE), found)


def first_and_count(
    *conditions: ColumnElement[bool], order: ColumnElement
) -> tuple[list[Article], int]:
    """Return the first few stories that match, and the number of all."""
    found = first_stories(*conditions, order=order)
    if len(found) < PANEL_SIZE:
        return found, len(found)
    count = select(func.count()).select_from(Article).where(*conditions)
    return found, db.session.scalar(count) or 0


def first_stories(*conditions: ColumnElement[bool], order: ColumnElement) -> list[Article]:
    """Return the first few stories that match, with everything that a row shows."""
    query = select(Article).where(*conditions).order_by(order, Article.id).limit(PANEL_SIZE)
    rows = query.options(
        defer(Article.body, raiseload=True),
        joinedload(Article.category),
        joinedload(Article.review_note),
        selectinload(Article.bylines).joinedload(Byline.author),
    )
    return list(db.session.scalars(rows))


def problems() -> dict[str, Any]:
    """Return failing feeds and ads that end soon, as far as the editor may act on them."""
    feeds: Sequence[FeedState] = []
    placements: Sequence[Placement] = []
    if may(current_user, Action.REVIEW):
        feeds = db.session.scalars(
            select(FeedState)
            .where(FeedState.error != "")
            .options(joinedload(FeedState.source))
            .limit(PANEL_SIZE)
        ).all()
    if may(current_user, Action.PLACEMENTS):
        ending = Placement.shown_until.between(now(), now() + ADS_ENDING_WITHIN)
        soonest = select(Placement).where(ending).order_by(Placement.shown_until).limit(PANEL_SIZE)
        placements = db.session.scalars(soonest).all()
    return {"feeds": feeds, "placements": placements}
