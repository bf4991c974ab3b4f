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
from portal.site.lists.list_page import list_page
from portal.web.rendering import render

bp = Blueprint("archive", __name__)

YEAR = "<int(fixed_digits=4):year>"
MONTH = f"{YEAR}/<int(fixed_digits=2):number>"


@bp.get("/archive/")
def index() -> Response:
    """List every year and month with its count."""
    return render(
        "site/archives/index.html",
        days=edition().days,
        heading=_("Archives"),
        canonical="/archive/",
    )


@bp.get(f"/{YEAR}/")
def year(year: int) -> Response:
    """List a year's months with their counts; 404 for a year without stories."""
    days = edition().days
    if year not in days.years:
        abort(404)
    return render(
        "site/archives/year.html",
        year=year,
        days=days,
        months=days.months_of(year),
        month=max(days.months_of(year)),
        crumbs=breadcrumb(),
        heading=str(year),
        canonical=f"/{year:04}/",
    )


@bp.get(f"/{MONTH}/")
def month(year: int, number: int) -> Response:
    """Show a month's calendar, then its stories by day; 404 for a month without stories."""
    month = Month(year, number)
    days = edition().days
    if month not in days.months:
        abort(404)
    return list_page(
        Article.live_within(month.first_day, month.last_day),
        "site/archives/month.html",
        cards="site/archives/_more_days.html",
        month=month,
        calendar=edition().calendar(month),
        first_headlines={} if request.args.get("part") else first_headlines(month),
        crumbs=breadcrumb(month.year),
        heading=format_date(month.first_day, "LLLL y"),
        canonical=month.path,
    )


@bp.get(f"/{MONTH}/<int(fixed_digits=2):day>/")
def day(year: int, number: int, day: int) -> Response:
    """List a day's stories; 404 for an impossible date and for a day without stories."""
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
        crumbs=breadcrumb(when.year, Month.of(when)),
        heading=format_date(when, "full"),
        canonical=f"/{when:%Y/%m/%d}/",
    )


def first_headlines(month: Month) -> dict[date, str]:
    """Return the headline of the newest story of each day."""
    newest = (
        select(func.max(Article.published_at))
        .where(Article.is_live, Article.day.between(month.first_day, month.last_day))
        .group_by(Article.day)
    )
    query = select(Article.day, Article.headline).where(
        Article.is_live,
        Article.day.between(month.first_day, month.last_day),
        Article.published_at.in_(newest),
    )
    return {day: headline for day, headline in db.session.execute(query) if day}


def breadcrumb(year: int | None = None, month: Month | None = None) -> list[Link]:
    """Return the links from the archives down to a year and a month."""
    links = [Link(_("Archives"), "/archive/")]
    if year:
        links.append(Link(str(year), f"/{year:04}/"))
    if month:
        links.append(Link(format_date(month.first_day, "LLLL"), month.path))
    return links
