"""The orders in which the articles' list can stand, each tab with its own first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import Select

from portal.models import Article, State, now
from portal.models.base.keyset_paging import lowest_first, newest_first

LITTLE = timedelta(microseconds=1)


@dataclass(frozen=True)
class Period:
    """From the one moment on until before the other; either may be open."""

    since: datetime | None = None
    until: datetime | None = None

    def of(self, column: Any, query: Select) -> Select:
        if self.since:
            query = query.where(column >= self.since)
        return query.where(column < self.until) if self.until else query


@dataclass(frozen=True)
class Order:
    """By which column of the article; `rising`: the lowest first. `only` what is in this state."""

    words: Any
    by: str
    rising: bool = False
    only: State | None = None

    def sort(self, query: Select, period: Period) -> Select:
        """`newest_page` can read it. Of the column that it goes by there is one bound at either end."""
        columns = {self.by: getattr(Article, self.by), "id": Article.id}
        if self.by == "folded":
            return lowest_first(period.of(Article.sort_at, query), **columns)
        column, since, until = columns[self.by], period.since, period.until
        if self.rising:
            since = max(filter(None, (since, now() if self.only else None)), default=None)
            return lowest_first(Period(until=until).of(column, query), since=since, **columns)
        ends = (until and until - LITTLE, now() if self.only else None)
        last = min(filter(None, ends), default=None)
        return newest_first(Period(since=since).of(column, query), until=last, **columns)


NEWEST = Order(_("Newest first"), "sort_at")
CHANGED = Order(_("Last changed first"), "updated_at")
PUBLISHED = Order(_("Last published first"), "published_at", only=State.LIVE)
NEXT = Order(_("Going out next"), "published_at", rising=True, only=State.SCHEDULED)
SENT = Order(_("Last sent first"), "submitted_at")
WAITING = Order(_("Waiting longest"), "submitted_at", rising=True)
BINNED = Order(_("Last binned first"), "binned_at")
HEADLINE = Order(_("By headline"), "folded", rising=True)

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
