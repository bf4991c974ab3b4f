"""The articles' list: what is mine, what waits, what goes out next, what is live."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, abort, request
from flask_babel import lazy_gettext as _
from flask_login import current_user
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import defer, joinedload, selectinload

from portal.desk.answers import answer
from portal.desk.article_choices import categories
from portal.desk.articles import bp
from portal.desk.roles import OWN, Action, reach
from portal.extensions import db
from portal.models import Article, Byline, Filing, State

AT_ONCE = 30
LAST_PAGE = 100_000
TABS = {
    "": _("All"),
    State.DRAFT: _("Draft"),
    State.IN_REVIEW: _("In review"),
    State.SCHEDULED: _("Scheduled"),
    State.LIVE: _("Live"),
    State.UNPUBLISHED: _("Unpublished"),
    State.BINNED: _("Binned"),
}


@bp.get("/articles/")
def index() -> Response:
    """The stories that the editor may change, by state, the newest first."""
    number = request.args.get("page", 1, type=int)
    if not 1 <= number <= LAST_PAGE:
        abort(404)
    return answer("desk/articles/index.html", **listing(number))


def listing(number: int) -> dict[str, Any]:
    rows = stories(number)
    return {
        "articles": rows[:AT_ONCE],
        "has_older": len(rows) > AT_ONCE,
        "page": number,
        "tabs": TABS,
        "state": chosen_state(),
        "count": count,
        "categories": categories(),
    }


def stories(number: int) -> Sequence[Article]:
    """A page of them, and one more where there are older ones."""
    when: Any = func.coalesce(Article.published_at, Article.submitted_at, Article.updated_at)
    if chosen_state() in (State.LIVE, State.SCHEDULED):
        when = Article.published_at
    page = asked().order_by(when.desc(), Article.id.desc())
    rows = (
        page.limit(AT_ONCE + 1)
        .offset((number - 1) * AT_ONCE)
        .options(
            defer(Article.body, raiseload=True),
            joinedload(Article.category),
            joinedload(Article.source),
            selectinload(Article.bylines).joinedload(Byline.author),
        )
    )
    return db.session.scalars(rows).all()


def asked() -> Select:
    """The stories that the address asks for."""
    query = select(Article).where(in_tab(chosen_state()), *whose())
    if request.args.get("whose") == "mine":
        query = query.where(Article.own(current_user))
    if words := request.args.get("q", "")[:200].split():
        query = query.where(*(says(word) for word in words))
    if category := request.args.get("category", type=int):
        filed = select(Filing.article_id).where(Filing.category_id == category)
        query = query.where(Article.id.in_(filed))
    return query


def says(word: str) -> ColumnElement[bool]:
    """In the headline, or in the address as it was copied."""
    slug = word.rstrip("/").rpartition("/")[2]
    return or_(Article.headline.icontains(word, autoescape=True), Article.slug == slug)


def chosen_state() -> str:
    state = request.args.get("state", "")
    return state if state in TABS else ""


def in_tab(state: str) -> ColumnElement[bool]:
    return Article.in_state(State(state)) if state else Article.binned_at.is_(None)


def whose() -> list[ColumnElement[bool]]:
    """Who may change only their own sees only that."""
    return [Article.own(current_user)] if reach(current_user, Action.WRITE) is OWN else []


def count(state: str) -> int:
    query = select(func.count()).select_from(Article).where(in_tab(state), *whose())
    return db.session.scalar(query) or 0
