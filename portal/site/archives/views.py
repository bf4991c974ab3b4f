"""The archives: every story by year, month and day."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, abort, request
from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import func, select

from portal.extensions import db
from portal.models import Article
from portal.site.archives.day_counts import Month
from portal.site.edition import Link, edition
from portal.site.listing import list_page
from portal.web.rendering import render

bp = Blueprint("archive", __name__)

YEAR = "<int(fixed_digits=4):year>"
MONTH = f"{YEAR}/<int(fixed_digits=2):number>"


@bp.get("/archive/")
def index() -> Response:
    """Every year and month with its count."""
    return render(
        "site/archives/index.html",
        days=edition().days,
        heading=_("Archives"),
        canonical="/archive/",
    )


@bp.get(f"/{YEAR}/")
def year(year: int) -> Response:
    """A year's months with their counts. 404 for a year without stories."""
    days = edition().days
    if year not in days.years:
        abort(404)
    return render(
        "site/archives/year.html",
        year=year,
        days=days,
        months=days.months_of(year),
        month=max(days.months_of(year)),
        archive_crumbs=crumbs(),
        heading=str(year),
        canonical=f"/{year:04}/",
    )


@bp.get(f"/{MONTH}/")
def month(year: int, number: int) -> Response:
    """A month's calendar, then its stories day by day. 404 for a month without stories."""
    month = Month(year, number)
    days = edition().days
    if month not in days.months:
        abort(404)
    return list_page(
        Article.live_within(month.first, month.last),
        "site/archives/month.html",
        cards="site/lists/_days.html",
        month=month,
        calendar=edition().calendar(month),
        firsts={} if request.args.get("part") else first_headlines(month),
        archive_crumbs=crumbs(month.year),
        heading=format_date(month.first, "LLLL y"),
        canonical=month.path,
    )


@bp.get(f"/{MONTH}/<int(fixed_digits=2):day>/")
def day(year: int, number: int, day: int) -> Response:
    """A day's stories. 404 for a day without stories, or that no calendar has."""
    try:
        when = date(year, number, day)
    except ValueError:
        abort(404)
    if when not in edition().days.counts:
        abort(404)
    return list_page(
        Article.live_within(when, when),
        "site/archives/day.html",
        day=when,
        month=Month.of(when),
        archive_crumbs=crumbs(when.year, Month.of(when)),
        heading=format_date(when, "full"),
        canonical=f"/{when:%Y/%m/%d}/",
    )


def first_headlines(month: Month) -> dict[date, str]:
    """The headline of each day's newest story."""
    newest = (
        select(func.max(Article.published_at))
        .where(Article.is_live, Article.day.between(month.first, month.last))
        .group_by(Article.day)
    )
    query = select(Article.day, Article.headline).where(
        Article.is_live,
        Article.day.between(month.first, month.last),
        Article.published_at.in_(newest),
    )
    return {day: headline for day, headline in db.session.execute(query) if day}


def crumbs(year: int | None = None, month: Month | None = None) -> list[Link]:
    """The way from the archives down to a year and a month."""
    way = [Link(_("Archives"), "/archive/")]
    if year:
        way.append(Link(str(year), f"/{year:04}/"))
    if month:
        way.append(Link(format_date(month.first, "LLLL"), month.path))
    return way
