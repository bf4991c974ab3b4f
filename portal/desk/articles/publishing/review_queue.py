"""The queue: what waits for review, who has waited longest first."""

from __future__ import annotations

from flask import Response
from flask_login import current_user
from sqlalchemy import Select, func, select
from sqlalchemy.orm import defer, joinedload, selectinload

from portal.desk.articles.filter import own_articles, sees_only_own
from portal.desk.articles.sort_orders import WAITING, Period
from portal.desk.shared.paging import page_of
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import render
from portal.extensions import db
from portal.models import Article, Byline, State

bp = DeskBlueprint("queue", Action.WRITE)

AT_ONCE = 30


@bp.get("/queue")
def index() -> Response:
    """To be read, published or sent back; to who may change only their own, what they have sent."""
    rows = WAITING.sort(waiting(), Period()).options(
        defer(Article.body, raiseload=True),
        joinedload(Article.category),
        selectinload(Article.bylines).joinedload(Byline.author),
    )
    return render(
        "desk/articles/publishing/review_queue.html",
        articles=page_of(rows, AT_ONCE),
        only_own=sees_only_own(),
    )


def waiting() -> Select:
    query = select(Article).where(Article.in_state(State.IN_REVIEW))
    return query.where(own_articles(current_user)) if sees_only_own() else query


def how_many() -> int:
    """For the masthead."""
    counted = waiting().with_only_columns(func.count())
    return db.session.scalar(counted) or 0
