"""The list of articles, in tabs by state, filtered and sorted."""

from __future__ import annotations

from flask import Response, request
from flask_babel import lazy_gettext as _
from flask_login import current_user
from sqlalchemy import ColumnElement, Select, func, literal, select
from sqlalchemy.orm import defer, joinedload, selectinload

from portal.desk.articles.editing.rights import may_change
from portal.desk.articles.expired_bin import delete_expired
from portal.desk.articles.filter import ArticleFilter
from portal.desk.articles.list_conditions import own_articles, sees_only_own
from portal.desk.articles.views import bp
from portal.desk.shared.paging import page_of
from portal.desk.shared.responses import render
from portal.extensions import db
from portal.models import Article, Byline, Presence, State
from portal.models.base.keyset_paging import ListPage

PAGE_SIZE = 30
COUNT_LIMIT = 1_000  # counting stops here: a large newspaper has a million articles
TABS = {
    "": _("All"),
    State.DRAFT: _("Drafts"),
    State.IN_REVIEW: _("In review"),
    State.SCHEDULED: _("Scheduled"),
    State.LIVE: _("Live"),
    State.BINNED: _("Bin"),
}


@bp.get("/articles/")
def index() -> Response:
    """List the articles that the editor may see, by state, filtered and sorted."""
    delete_expired()
    form = ArticleFilter(chosen_state())
    articles = stories(form)
    return render(
        "desk/articles/index.html",
        "desk/articles/_filtered_list.html",
        200 if form.is_valid else 422,
        form=form,
        articles=articles,
        open_by=Presence.others_by_article([each.id for each in articles], current_user),
        tabs=TABS,
        state=chosen_state(),
        count=count,
        count_limit=COUNT_LIMIT,
        only_own=sees_only_own(),
        count_mine=count_mine,
        may_change=may_change,
    )


def stories(form: ArticleFilter) -> ListPage:
    """Return a page of articles with everything that a row shows."""
    # The orders of live and of scheduled articles contain their bound of time themselves.
    tab = Article.binned_at.is_(None) if form.order.only else in_tab(chosen_state())
    mine = [own_articles(current_user)] if sees_only_own() else []
    query = select(Article).where(tab, *mine, *form.conditions())
    rows = form.order.sort(query, form.period).options(
        defer(Article.body, raiseload=True),
        joinedload(Article.category),
        joinedload(Article.source),
        selectinload(Article.bylines).joinedload(Byline.author),
    )
    return page_of(rows, PAGE_SIZE)


def chosen_state() -> str:
    state = request.args.get("state", "")
    return state if state in TABS else ""


def in_tab(state: str) -> ColumnElement[bool]:
    """Return the condition of a tab. An article that was taken offline counts as a draft."""
    if state == State.DRAFT:
        return Article.is_draft()
    return Article.in_state(State(state)) if state else Article.binned_at.is_(None)


def ownership_conditions() -> list[ColumnElement[bool]]:
    return [Article.own(current_user)] if sees_only_own() else []


def count(state: str = "", *further: ColumnElement[bool]) -> int:
    """Return the number of articles in a tab, at most COUNT_LIMIT."""
    rows: Select = (
        select(literal(1))
        .select_from(Article)
        .where(in_tab(state), *ownership_conditions(), *further)
    )
    counted = select(func.count()).select_from(rows.limit(COUNT_LIMIT).subquery())
    return db.session.scalar(counted) or 0


def count_mine() -> int:
    return count("", Article.own(current_user))
