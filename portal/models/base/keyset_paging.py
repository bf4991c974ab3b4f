"""Keyset paging: a list goes on after the last row that was shown, not at an offset."""

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
MAX_INTEGER = 2**31 - 1  # PostgreSQL's `integer`, the type of each id
FOLDED_TEXT = re.compile(r"[a-z0-9 ]{0,1000}")


class BadCursor(ValueError):
    """A cursor that Portal did not make."""


@dataclass(frozen=True)
class ListPage:
    """One page of a list. `older` is the cursor of the next page; None: this is the last one."""

    items: Sequence[Any]
    older: str | None = None

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def newest_first(query: Select[Any], until: date | None = None, **columns: Any) -> Select[Any]:
    """Order a query by these columns, newest first, so that `newest_page` can read it.

    Name each column by the attribute of the row that holds the same value:
    `published_at=Tagging.live_from, id=Tagging.article_id`. `until` is the highest value of the
    first column. It is the only bound, and a cursor replaces it: of two bounds SQLite uses only the
    first for its index, and would read all rows between the present and the cursor.
    """
    last = [last_of(column.type) for column in columns.values()]
    query = query.where(tuple_(*columns.values()) < bounds([until or last[0], *last[1:]], columns))
    query = query.order_by(None).order_by(*(column.desc() for column in columns.values()))
    return query.execution_options(newest_by=columns, newest_until=until)


def lowest_first(query: Select[Any], since: date | None = None, **columns: Any) -> Select[Any]:
    """Order a query like `newest_first` but ascending, from `since` on: by alphabet, or soonest first."""
    first = [first_of(column.type) for column in columns.values()]
    query = query.where(
        tuple_(*columns.values()) > bounds([since or first[0], *first[1:]], columns)
    )
    query = query.order_by(None).order_by(*columns.values())
    return query.execution_options(newest_by=columns, lowest_since=since)


def bounds(place: list[Any], columns: dict[str, Any]) -> ColumnElement[Any]:
    """Return the position as a row value of bound parameters."""
    named = zip(values_of(place).items(), columns.values(), strict=True)
    return tuple_(*(bindparam(*each, type_=column.type) for each, column in named))


def newest_page(query: Select[Any], before: str | None = None, size: int = 20) -> ListPage:
    """Return the first `size` rows after the cursor `before` of a query that `newest_first` ordered.

    Also reads queries that `lowest_first` ordered. It reads one row more than `size`, which shows
    whether there is a next page. Raises BadCursor.
    """
    columns = query.get_execution_options()["newest_by"]
    place = place_of(before, query) if before else {}
    rows = db.session.scalars(query.limit(size + 1), place).unique().all()
    last = rows[size - 1] if len(rows) > size else None
    return ListPage(rows[:size], cursor_of(last, columns) if last else None)


def place_of(cursor: str, query: Select[Any]) -> dict[str, Any]:
    """Return the cursor's position as parameters of the query, never before the start of the list."""
    options = query.get_execution_options()
    first, *rest = parse_cursor(cursor, options["newest_by"])
    if "lowest_since" in options:
        return values_of([max(first, options["lowest_since"] or first), *rest])
    return values_of([min(first, options["newest_until"] or first), *rest])


def values_of(place: Sequence[Any]) -> dict[str, Any]:
    return {f"before_{number}": value for number, value in enumerate(place)}


def newer_than(query: Select[Any], cursor: str) -> Select[Any]:
    """Limit a query that `newest_first` ordered to rows before the cursor. Raises BadCursor."""
    columns = query.get_execution_options()["newest_by"]
    return query.where(tuple_(*columns.values()) > tuple_(*parse_cursor(cursor, columns)))


def cursor_of(row: Any, columns: dict[str, Any] | Sequence[str]) -> str:
    """Return a row's position as a cursor such as `1768818600000000-42`.

    Times are microseconds since 1970, days are ordinals; numbers and folded text stand as they are.
    """
    return "-".join(str(as_plain(getattr(row, name))) for name in columns)


def as_plain(value: datetime | date | int | str) -> int | str:
    if isinstance(value, datetime):
        return (value - EPOCH) // MICROSECOND
    return value.toordinal() if isinstance(value, date) else value


def parse_cursor(text: str, columns: dict[str, Any]) -> list[Any]:
    """Return the values of a cursor. Raises BadCursor for text that `cursor_of` cannot have written."""
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
    """Return the value of one part of a cursor. Text must be folded, as in the columns that lists are
    sorted by. Raises ValueError or OverflowError.
    """
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
