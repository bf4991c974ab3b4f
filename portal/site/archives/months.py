"""The calendar's months, as pages and as the sidebar's widget."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request
from werkzeug import Response

from portal.site.archives.day_counts import Month
from portal.site.archives.views import breadcrumb
from portal.site.edition import edition
from portal.web.rendering import render

bp = Blueprint("months", __name__)


@bp.get("/calendar/")
def choose() -> Response:
    """Redirect to the month of `?year=` and `?month=`, by default the newest with stories."""
    newest = max(edition().days.months, default=None) or abort(404)
    year = request.args.get("year", newest.year, type=int)
    month = Month(year, request.args.get("month", newest.number, type=int))
    if request.args.get("part") == "widget":
        return calendar_page(month)
    return redirect(month.path if month in edition().days.months else month.calendar_path)


@bp.get("/calendar/<int(fixed_digits=4):year>/<int(fixed_digits=2):number>/")
def show(year: int, number: int) -> Response:
    """Show a month's calendar; 404 outside the calendar or the years that have stories."""
    return calendar_page(Month(year, number))


def calendar_page(month: Month) -> Response:
    if not 1 <= month.number <= 12 or month.year not in edition().days.all_years:
        abort(404)
    calendar = edition().calendar(month)
    return render(
        "site/archives/calendar.html",
        parts={"widget": "site/archives/_calendar.html"},
        calendar=calendar,
        month=month,
        heading=calendar.title if calendar else "",
        crumbs=breadcrumb(month.year),
        canonical=month.calendar_path,
    )
