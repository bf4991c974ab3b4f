"""Lists are read by cursor: where the last article stood, never an offset."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, String, bindparam, tuple_

from portal.extensions import db
from portal.models.base.clock import UtcDateTime

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
MAX_INTEGER = 2**31 - 1  # of PostgreSQL's integer, which an id is
FOLDED_TEXT = re.compile(r"[a-z0-9 ]{0,1000}")


class BadCursor(ValueError):
    """A cursor that we never gave out."""


@dataclass(frozen=True)
class ListPage:
    """One page of a list, newest first, and the cursor of what is older, if anything is."""

    items: Sequence[Any]
    older: str | None = None

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def newest_first(query: Select, until: date | None = None, **columns: Any) -> Select:
    """Order a query by these columns, newest first, so that `newest_page` can read it.

    Each column is named by the attribute of the row that holds the same value:
    `published_at=Tagging.live_from, id=Tagging.article_id`. `until` is the most that the first
    one may hold. Only this bounds it, and a cursor moves it: of two bounds SQLite takes the first
    for its index, and would read all that stands between now and the cursor.
    """
    last = [last_of(column.type) for column in columns.values()]
    query = query.where(tuple_(*columns.values()) < bounds([until or last[0], *last[1:]], columns))
    query = query.order_by(None).order_by(*(column.desc() for column in columns.values()))
    return query.execution_options(newest_by=columns, newest_until=until)


def lowest_first(query: Select, since: date | None = None, **columns: Any) -> Select:
    """As `newest_first`, the other way round: by the alphabet, or what comes next, from `since` on."""
    first = [first_of(column.type) for column in columns.values()]
    query = query.where(
        tuple_(*columns.values()) > bounds([since or first[0], *first[1:]], columns)
    )
    query = query.order_by(None).order_by(*columns.values())
    return query.execution_options(newest_by=columns, lowest_since=since)


def bounds(place: list[Any], columns: dict[str, Any]) -> ColumnElement[Any]:
    named = zip(values_of(place).items(), columns.values(), strict=True)
    return tuple_(*(bindparam(*each, type_=column.type) for each, column in named))


def newest_page(query: Select, before: str | None = None, size: int = 20) -> ListPage:
    """The newest `size` of a query that `newest_first` ordered, older than the cursor `before`.

    Of one that `lowest_first` ordered the lowest, higher than it.
    Reads one row more than asked for, which is how it knows that there are older ones.
    Raises BadCursor.
    """
    columns = query.get_execution_options()["newest_by"]
    place = place_of(before, query) if before else {}
    rows = db.session.scalars(query.limit(size + 1), place).unique().all()
    last = rows[size - 1] if len(rows) > size else None
    return ListPage(rows[:size], cursor_of(last, columns) if last else None)


def place_of(cursor: str, query: Select) -> dict[str, Any]:
    """Where to go on, as the query's parameters; never beyond where its list begins."""
    options = query.get_execution_options()
    first, *rest = parse_cursor(cursor, options["newest_by"])
    if "lowest_since" in options:
        return values_of([max(first, options["lowest_since"] or first), *rest])
    return values_of([min(first, options["newest_until"] or first), *rest])


def values_of(place: Sequence[Any]) -> dict[str, Any]:
    return {f"before_{number}": value for number, value in enumerate(place)}


def newer_than(query: Select, cursor: str) -> Select:
    """What stands before a cursor in a list that `newest_first` ordered. Raises BadCursor."""
    columns = query.get_execution_options()["newest_by"]
    return query.where(tuple_(*columns.values()) > tuple_(*parse_cursor(cursor, columns)))


def cursor_of(row: Any, columns: dict[str, Any] | Sequence[str]) -> str:
    """Where a row stands, as `1768818600000000-42`: microseconds, days of the calendar, numbers, words."""
    return "-".join(str(as_plain(getattr(row, name))) for name in columns)


def as_plain(value: datetime | date | int | str) -> int | str:
    if isinstance(value, datetime):
        return (value - EPOCH) // MICROSECOND
    return value.toordinal() if isinstance(value, date) else value


def parse_cursor(text: str, columns: dict[str, Any]) -> list[Any]:
    """Raises BadCursor for anything that `cursor_of` would not have written."""
    try:
        return [
            from_plain(word, column.type)
            for word, column in zip(text.split("-"), columns.values(), strict=True)
        ]
    except (ValueError, OverflowError):
        raise BadCursor(text) from None


def last_of(kind: Any) -> datetime | date | int:
    if isinstance(kind, UtcDateTime):
        return datetime.max.replace(tzinfo=UTC)
    return date.max if isinstance(kind, Date) else MAX_INTEGER


def first_of(kind: Any) -> datetime | date | int | str:
    if isinstance(kind, UtcDateTime):
        return datetime.min.replace(tzinfo=UTC)
    if isinstance(kind, String):
        return ""
    return date.min if isinstance(kind, Date) else 0


def from_plain(word: str, kind: Any) -> datetime | date | int | str:
    """Raises ValueError or OverflowError. Of words only folded ones are sorted by."""
    if isinstance(kind, String):
        if FOLDED_TEXT.fullmatch(word):
            return word
        raise ValueError(word)
    if not (word.isdecimal() and word.isascii()):
        raise ValueError(word)
    number = int(word[:20])
    if isinstance(kind, UtcDateTime):
        return EPOCH + number * MICROSECOND
    if isinstance(kind, Date):
        return date.fromordinal(number)
    if number > MAX_INTEGER:
        raise OverflowError
    return number
