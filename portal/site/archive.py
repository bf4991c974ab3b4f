"""The archives: every story by year, month and day."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, Response, abort
from flask_babel import format_date

from portal.models import Article
from portal.rendering import render
from portal.site.calendar import weeks_of
from portal.site.days import Month
from portal.site.edition import edition
from portal.site.listing import list_page

bp = Blueprint("archive", __name__)

YEAR = "<int(fixed_digits=4):year>"
MONTH = f"{YEAR}/<int(fixed_digits=2):number>"


@bp.get("/archive/")
def index() -> Response:
    """Every year and month with its count."""
    return render("site/archive.html", days=edition().days)


@bp.get(f"/{YEAR}/")
def year(year: int) -> Response:
    """A year's months with their counts. 404 for a year without stories."""
    days = edition().days
    if year not in days.years:
        abort(404)
    return render("site/year.html", year=year, days=days, months=days.months_of(year))


@bp.get(f"/{MONTH}/")
def month(year: int, number: int) -> Response:
    """A month's calendar, then its stories day by day. 404 for a month without stories."""
    month = Month(year, number)
    days = edition().days
    if month not in days.months:
        abort(404)
    last = (month.first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return list_page(
        Article.live_within(month.first, last),
        "site/month.html",
        month=month,
        weeks=weeks_of(month),
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
        "site/day.html",
        day=when,
        month=Month.of(when),
        heading=format_date(when, "full"),
        canonical=f"/{when:%Y/%m/%d}/",
    )
