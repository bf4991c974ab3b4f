"""The calendar: scheduled, wished and published stories by the days of a month."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from babel import Locale, UnknownLocaleError
from flask import Response, abort, request
from flask_login import current_user
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import defer

from portal.desk.articles.editing.rights import may_change
from portal.desk.articles.list_conditions import own_articles, sees_only_own
from portal.desk.shared.current_settings import settings
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import render
from portal.extensions import db
from portal.models import Article, State, now
from portal.models.base.clock import midnight
from portal.web.date_formats import local_day

bp = DeskBlueprint("calendar", Action.WRITE)

MAX_STORIES = 1_000
YEARS = range(1900, 2200)
WEEK = timedelta(weeks=1)


@dataclass
class Day:
    """A day with its scheduled stories, those in review that wish for it, and the number published."""

    day: date
    is_in_month: bool
    scheduled: list[Article] = field(default_factory=list)
    wishes: list[Article] = field(default_factory=list)
    published_count: int = 0


@bp.get("/calendar")
def show() -> Response:
    """Show a month in the time zone of the paper: that of `?month=2026-12`, else the current one."""
    today = local_day(now())
    first = chosen_month(request.args.get("month")) or today.replace(day=1)
    weeks = weeks_of(first)
    fill([day for week in weeks for day in week])
    return render(
        "desk/articles/publishing/calendar.html",
        first=first,
        today=today,
        weeks=weeks,
        before=(first - timedelta(days=1)).replace(day=1),
        after=(first + timedelta(days=31)).replace(day=1),
        may_change=may_change,
    )


def chosen_month(text: str | None) -> date | None:
    if not text:
        return None
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text, re.ASCII)
    if not found or int(found[1]) not in YEARS:
        abort(404)
    return date(int(found[1]), int(found[2]), 1)


def weeks_of(first: date) -> list[list[Day]]:
    """Return the whole weeks that contain the month, starting on the first weekday of the language."""
    start = first - timedelta(days=(first.weekday() - first_week_day()) % 7)
    weeks = []
    while start < first or start.month == first.month:
        days = [start + timedelta(days=number) for number in range(7)]
        weeks.append([Day(day, day.month == first.month) for day in days])
        start += WEEK
    return weeks


def first_week_day() -> int:
    try:
        return Locale.parse(settings().language, sep="-").first_week_day
    except (UnknownLocaleError, ValueError):
        return 0


def fill(days: list[Day]) -> None:
    """Put the stories of the period into their days."""
    by_day = {each.day: each for each in days}
    zone = settings().time_zone
    first, last = midnight(days[0].day, zone), midnight(days[-1].day + timedelta(days=1), zone)
    for article in stories(Article.in_state(State.SCHEDULED), Article.published_at, first, last):
        if article.published_at:
            by_day[local_day(article.published_at)].scheduled.append(article)
    for article in stories(Article.in_state(State.IN_REVIEW), Article.wished_at, first, last):
        if article.wished_at:
            by_day[local_day(article.wished_at)].wishes.append(article)
    for day, number in counts(days[0].day, days[-1].day).items():
        by_day[day].published_count = number


def stories(
    state: ColumnElement[bool], column: Any, first: datetime, last: datetime
) -> list[Article]:
    """Return the stories in a state whose column lies from `first` until before `last`."""
    query = select(Article).where(state, column >= first, column < last, *ownership_conditions())
    query = query.order_by(column, Article.id).limit(MAX_STORIES)
    return list(db.session.scalars(query.options(defer(Article.body, raiseload=True))))


def counts(first: date, last: date) -> dict[date, int]:
    """Return the number of live articles by the day in their address."""
    within = Article.day.between(first, last)
    query = select(Article.day, func.count()).where(
        Article.is_live, within, *ownership_conditions()
    )
    return {day: number for day, number in db.session.execute(query.group_by(Article.day)) if day}


def ownership_conditions() -> list[ColumnElement[bool]]:
    return [own_articles(current_user)] if sees_only_own() else []
