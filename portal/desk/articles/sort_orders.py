"""The sort orders of the articles' list; each tab has a default."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import Select

from portal.models import Article, State, now
from portal.models.base.keyset_paging import lowest_first, newest_first

ONE_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Period:
    """The time from `since` until before `until`; None leaves that end open."""

    since: datetime | None = None
    until: datetime | None = None

    def limit(self, column: Any, query: Select) -> Select:
        """Restrict a query to rows whose column lies in the period."""
        if self.since:
            query = query.where(column >= self.since)
        return query.where(column < self.until) if self.until else query


@dataclass(frozen=True)
class Order:
    """An order by a column of the article; `ascending` is lowest first, `only` restricts to a state."""

    label: Any
    column: str
    ascending: bool = False
    only: State | None = None

    def sort(self, query: Select, period: Period) -> Select:
        """Return the query in this order for `newest_page`, with one bound at each end of the column."""
        columns = {self.column: getattr(Article, self.column), "id": Article.id}
        if self.column == "folded":
            return lowest_first(period.limit(Article.sort_at, query), **columns)
        column, since, until = columns[self.column], period.since, period.until
        if self.ascending:
            since = max(filter(None, (since, now() if self.only else None)), default=None)
            return lowest_first(Period(until=until).limit(column, query), since=since, **columns)
        ends = (until and until - ONE_MICROSECOND, now() if self.only else None)
        last = min(filter(None, ends), default=None)
        return newest_first(Period(since=since).limit(column, query), until=last, **columns)


NEWEST = Order(_("Newest first"), "sort_at")
CHANGED = Order(_("Last changed"), "updated_at")
PUBLISHED = Order(_("Last published"), "published_at", only=State.LIVE)
NEXT = Order(_("Next to be published"), "published_at", ascending=True, only=State.SCHEDULED)
SENT = Order(_("Last sent"), "submitted_at")
WAITING = Order(_("Waiting longest"), "submitted_at", ascending=True)
BINNED = Order(_("Last moved to the bin"), "binned_at")
HEADLINE = Order(_("By headline"), "folded", ascending=True)

ORDERS = {
    "": {"": NEWEST, "changed": CHANGED, "published": PUBLISHED, "next": NEXT},
    State.DRAFT: {"": CHANGED},
    State.IN_REVIEW: {"": SENT, "waiting": WAITING},
    State.SCHEDULED: {"": NEXT, "changed": CHANGED},
    State.LIVE: {"": PUBLISHED, "changed": CHANGED},
    State.BINNED: {"": BINNED},
}


def orders_of(state: str) -> dict[str, Order]:
    return ORDERS[state] | {"headline": HEADLINE}
