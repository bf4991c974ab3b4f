"""The calendar: what goes out on which day of a month, and what has gone out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from babel import Locale, UnknownLocaleError
from flask import Response, abort, request
from flask_babel import to_user_timezone
from flask_login import current_user
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import defer

from portal.desk.articles.editing.rights import may_change
from portal.desk.articles.filter import own_articles, sees_only_own
from portal.desk.shared.current_settings import settings
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import render
from portal.extensions import db
from portal.models import Article, State, now
from portal.models.base.clock import midnight

bp = DeskBlueprint("calendar", Action.WRITE)

MOST = 1_000
YEARS = range(1900, 2200)
WEEK = timedelta(weeks=1)


@dataclass
class Day:
    """One square. `slots` are the stories that go out, `wishes` those that wait and name this day."""

    day: date
    is_within: bool
    slots: list[Article] = field(default_factory=list)
    wishes: list[Article] = field(default_factory=list)
    went_out: int = 0


@bp.get("/calendar")
def show() -> Response:
    """A month where the paper is; this one, unless `?month=2026-12` says which."""
    today = to_user_timezone(now()).date()
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
    """Whole weeks, from the day on which they begin in the paper's language."""
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
    by_day = {each.day: each for each in days}
    zone = settings().time_zone
    first, last = midnight(days[0].day, zone), midnight(days[-1].day + timedelta(days=1), zone)
    for article in stories(Article.in_state(State.SCHEDULED), Article.published_at, first, last):
        by_day[local_day_of(article.published_at)].slots.append(article)
    for article in stories(Article.in_state(State.IN_REVIEW), Article.wished_at, first, last):
        by_day[local_day_of(article.wished_at)].wishes.append(article)
    for day, number in counts(days[0].day, days[-1].day).items():
        by_day[day].went_out = number


def stories(state: ColumnElement[bool], when, first: datetime, last: datetime) -> list[Article]:
    query = select(Article).where(state, when >= first, when < last, *whose())
    query = (
        query.order_by(when, Article.id).limit(MOST).options(defer(Article.body, raiseload=True))
    )
    return list(db.session.scalars(query))


def counts(first: date, last: date) -> dict[date, int]:
    """How many that are live have each day in their address."""
    within = Article.day.between(first, last)
    query = select(Article.day, func.count()).where(Article.is_live, within, *whose())
    return {day: number for day, number in db.session.execute(query.group_by(Article.day)) if day}


def whose() -> list[ColumnElement[bool]]:
    return [own_articles(current_user)] if sees_only_own() else []


def local_day_of(moment: datetime | None) -> date:
    return to_user_timezone(moment).date()
