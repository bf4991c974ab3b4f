"""The review queue: stories in review, those waiting longest first."""

from __future__ import annotations

from flask import Response
from flask_login import current_user
from sqlalchemy import Select, func, select
from sqlalchemy.orm import defer, joinedload, selectinload

from portal.desk.articles.list_conditions import own_articles, sees_only_own
from portal.desk.articles.sort_orders import WAITING, Period
from portal.desk.shared.paging import page_of
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import render
from portal.extensions import db
from portal.models import Article, Byline, State

bp = DeskBlueprint("queue", Action.WRITE)

PAGE_SIZE = 30


@bp.get("/queue")
def index() -> Response:
    """List the stories in review; contributors and authors see their own."""
    rows = WAITING.sort(stories_in_review(), Period()).options(
        defer(Article.body, raiseload=True),
        joinedload(Article.category),
        selectinload(Article.bylines).joinedload(Byline.author),
    )
    return render(
        "desk/articles/publishing/review_queue.html",
        articles=page_of(rows, PAGE_SIZE),
        only_own=sees_only_own(),
    )


def stories_in_review() -> Select:
    """Return the query of the stories that the editor sees in the queue."""
    query = select(Article).where(Article.in_state(State.IN_REVIEW))
    return query.where(own_articles(current_user)) if sees_only_own() else query


def count_waiting() -> int:
    """Return the number of stories in the queue, for the masthead."""
    counted = stories_in_review().with_only_columns(func.count())
    return db.session.scalar(counted) or 0
